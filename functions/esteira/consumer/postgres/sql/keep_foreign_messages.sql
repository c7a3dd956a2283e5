INSERT INTO foreign_messages (lane, body_hash, body, sqs_message_id)
SELECT DISTINCT ON (new.body_hash) %(lane)s, new.body_hash, new.body, new.sqs_message_id
FROM unnest(%(body_hash)b::text[], %(body)s::bytea[], %(sqs_message_id)b::text[])
    AS new (body_hash, body, sqs_message_id)
ORDER BY new.body_hash, new.sqs_message_id
ON CONFLICT (lane, body_hash) DO UPDATE SET sqs_message_id = excluded.sqs_message_id, failed_at = excluded.failed_at
