SELECT coalesce(key, sqs_message_id) AS message, CASE lane WHEN 'lookups' THEN 'look-ups' ELSE lane END AS lane, source,
    error, attempt, died_at AS died
FROM dead_letters
ORDER BY died_at DESC, sqs_message_id DESC
