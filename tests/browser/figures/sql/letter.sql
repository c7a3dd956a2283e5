SELECT error AS "Cause", key AS "Message", coalesce(message_id::text, 'no message') AS "Message id", lane AS "Lane",
    source AS "Source", attempt AS "Attempt", died_at AS "Died", filed_at AS "As the queues were at",
    fingerprint AS "Same cause"
FROM dead_letters
WHERE sqs_message_id = %(id)s
