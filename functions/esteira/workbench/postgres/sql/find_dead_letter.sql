SELECT lane, sqs_message_id, message_id, key, source, error, fingerprint, attempt, died_at, filed_at, body
FROM dead_letters
WHERE lane = %(lane)s AND sqs_message_id = %(sqs_message_id)s
