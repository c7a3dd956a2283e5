-- Records orders as dead whose last attempt left no record, because its process died.
INSERT INTO order_failures AS known (source, source_id, message_id, attempt, error)
SELECT new.source, new.source_id, new.message_id, %(dead_at)s, 'died without a record of its last attempt'
FROM unnest(%(source)s::text[], %(source_id)s::bigint[], %(message_id)s::uuid[]) AS new (source, source_id, message_id)
WHERE NOT EXISTS (SELECT FROM orders o WHERE o.source = new.source AND o.source_id = new.source_id)
  AND NOT EXISTS (SELECT FROM producer_rejects r WHERE r.source = new.source AND r.source_id = new.source_id)
ON CONFLICT (source, source_id) DO UPDATE SET attempt = excluded.attempt
WHERE known.attempt < excluded.attempt;
