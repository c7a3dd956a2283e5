-- The last edit of each filed letter of which nobody knows whether it was sent, the oldest first.
SELECT lane, sqs_message_id, message_id, key, before, after, by, at
FROM (
    SELECT DISTINCT ON (lane, sqs_message_id) *
    FROM dead_letter_edits
    WHERE sent_at IS NULL
    ORDER BY lane, sqs_message_id, id DESC
) AS unfinished
WHERE EXISTS (
    SELECT FROM dead_letters d WHERE d.lane = unfinished.lane AND d.sqs_message_id = unfinished.sqs_message_id
)
ORDER BY id
LIMIT %(limit)s
