UPDATE redrive_items
SET state = %(state)s
WHERE job_id = %(job_id)s AND sqs_message_id = ANY (%(letters)s::text[])
