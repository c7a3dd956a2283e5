SELECT sqs_message_id FROM redrive_items WHERE job_id = %(job_id)s AND state = 'waiting' ORDER BY place LIMIT %(limit)s
