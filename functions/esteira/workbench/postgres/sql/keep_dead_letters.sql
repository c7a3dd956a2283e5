INSERT INTO dead_letters (
    lane, sqs_message_id, message_id, key, source, error, fingerprint, attempt, died_at, filed_at, body, readable, fields
)
SELECT *
FROM unnest(
    %(lane)s::text[], %(sqs_message_id)s::text[], %(message_id)s::uuid[], %(key)s::text[], %(source)s::text[],
    %(error)s::text[], %(fingerprint)s::text[], %(attempt)s::int[], %(died_at)s::timestamptz[],
    %(filed_at)s::timestamptz[], %(body)s::bytea[], %(readable)s::text[], %(fields)s::jsonb[]
)
ON CONFLICT (lane, sqs_message_id) DO UPDATE
SET message_id = excluded.message_id, key = excluded.key, source = excluded.source, error = excluded.error,
    fingerprint = excluded.fingerprint, attempt = excluded.attempt, died_at = excluded.died_at,
    filed_at = excluded.filed_at, body = excluded.body, readable = excluded.readable, fields = excluded.fields
