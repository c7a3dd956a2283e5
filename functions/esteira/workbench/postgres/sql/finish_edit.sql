-- Keeps that an edited message was sent, and forgets the letter that it was.
WITH forgotten AS (
    DELETE FROM dead_letters WHERE lane = %(lane)s AND sqs_message_id = %(sqs_message_id)s
)
UPDATE dead_letter_edits
SET sent_at = %(sent_at)s
WHERE lane = %(lane)s AND sqs_message_id = %(sqs_message_id)s AND at = %(at)s AND sent_at IS NULL
