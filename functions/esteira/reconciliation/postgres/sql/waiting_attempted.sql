-- Which of these messages have an attempt in the outbox, where only consumers write. Without an index, as
-- waiting_attempts.
SELECT DISTINCT document ->> 'sqs_message_id'
FROM attempt_outbox
WHERE document ->> 'sqs_message_id' = ANY(%(sqs_message_ids)s::text[]);
