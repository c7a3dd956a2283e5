SELECT sqs_message_id, body
FROM redrive_items
WHERE job_id = %(job_id)s AND state = 'sent' AND body IS NOT NULL
ORDER BY place
