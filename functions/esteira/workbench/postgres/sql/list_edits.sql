-- The edits of a letter that were sent, or those of which nobody knows it.
SELECT lane, sqs_message_id, message_id, key, before, after, by, at
FROM dead_letter_edits
WHERE lane = %(lane)s AND sqs_message_id = %(sqs_message_id)s AND (sent_at IS NOT NULL) = %(sent)s
ORDER BY id DESC
