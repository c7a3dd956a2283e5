-- Letters whose last attempt left no record, since its process died with it: they are dead all the same.
INSERT INTO order_failures AS known (source, source_id, message_id, attempt, error)
SELECT buried.source, buried.source_id, buried.message_id, %(dead_at)s, 'died without a record of its last attempt'
FROM unnest(%(source)s::text[], %(source_id)s::bigint[], %(message_id)s::uuid[]) AS buried (source, source_id, message_id)
WHERE NOT EXISTS (SELECT FROM orders o WHERE o.source = buried.source AND o.source_id = buried.source_id)
  AND NOT EXISTS (SELECT FROM producer_rejects r WHERE r.source = buried.source AND r.source_id = buried.source_id)
ON CONFLICT (source, source_id) DO UPDATE SET attempt = excluded.attempt
WHERE known.attempt < excluded.attempt;
