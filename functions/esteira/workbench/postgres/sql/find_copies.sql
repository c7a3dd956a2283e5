-- Letters of a lane that are about the same as others. A body that is no message has no key, but may have copies.
SELECT lane, sqs_message_id, message_id, key, source, error, fingerprint, attempt, died_at, filed_at, body
FROM dead_letters
WHERE lane = %(lane)s
  AND (key = ANY (%(keys)s::text[]) OR (key IS NULL AND body = ANY (%(bodies)s::bytea[])))
