-- The highest attempt of each order that has not arrived. A batch may hold two copies of one message.
INSERT INTO order_failures AS known (source, source_id, message_id, attempt, error)
SELECT DISTINCT ON (new.source, new.source_id) new.source, new.source_id, new.message_id, new.attempt, new.error
FROM unnest(
    %(source)b::text[], %(source_id)b::bigint[], %(message_id)b::uuid[], %(attempt)b::smallint[], %(error)b::text[]
) AS new (source, source_id, message_id, attempt, error)
WHERE NOT EXISTS (SELECT FROM orders o WHERE o.source = new.source AND o.source_id = new.source_id)
ORDER BY new.source, new.source_id, new.attempt DESC
ON CONFLICT (source, source_id) DO UPDATE
SET attempt = excluded.attempt, error = excluded.error, failed_at = excluded.failed_at, attempted = true
WHERE excluded.attempt >= known.attempt
