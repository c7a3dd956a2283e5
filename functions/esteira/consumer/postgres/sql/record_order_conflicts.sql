-- Failures of messages whose order is in the target with other contents: whatever they failed of, they cannot arrive.
INSERT INTO order_conflicts AS known (source, source_id, payload_hash, message_id, body, attempt, error)
SELECT DISTINCT ON (new.source, new.source_id, new.payload_hash)
       new.source, new.source_id, new.payload_hash, new.message_id, new.body, new.attempt, new.error
FROM unnest(
    %(source)b::text[], %(source_id)b::bigint[], %(payload_hash)b::text[], %(message_id)b::uuid[], %(body)b::text[],
    %(attempt)b::smallint[], %(error)b::text[]
) AS new (source, source_id, payload_hash, message_id, body, attempt, error)
JOIN orders o ON o.source = new.source AND o.source_id = new.source_id AND o.payload_hash <> new.payload_hash
ORDER BY new.source, new.source_id, new.payload_hash, new.attempt DESC
ON CONFLICT (source, source_id, payload_hash) DO UPDATE
SET attempt = excluded.attempt, error = excluded.error, failed_at = excluded.failed_at
