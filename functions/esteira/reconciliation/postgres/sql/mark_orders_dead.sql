-- Records orders as dead whose last attempt left no record: its process died, or no consumer ever received it. An order
-- with a record of an earlier attempt keeps its error.
INSERT INTO order_failures AS known (source, source_id, message_id, attempt, error, attempted)
SELECT new.source, new.source_id, new.message_id, %(dead_at)s, 'died without a record of any attempt', false
FROM unnest(%(source)s::text[], %(source_id)s::bigint[], %(message_id)s::uuid[]) AS new (source, source_id, message_id)
WHERE NOT EXISTS (SELECT FROM orders o WHERE o.source = new.source AND o.source_id = new.source_id)
  AND NOT EXISTS (SELECT FROM producer_rejects r WHERE r.source = new.source AND r.source_id = new.source_id)
ON CONFLICT (source, source_id) DO UPDATE SET attempt = excluded.attempt
WHERE known.attempt < excluded.attempt;
