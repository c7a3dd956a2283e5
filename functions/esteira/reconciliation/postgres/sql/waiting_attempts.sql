-- By message id or by SQS id. Without an index, because the outbox is normally empty and otherwise small.
SELECT document
FROM attempt_outbox
WHERE document ->> 'message_id' = %(message_id)s::text OR document ->> 'sqs_message_id' = %(sqs_id)s::text;
