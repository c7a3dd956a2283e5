-- The first dead orders of which no attempt is recorded.
SELECT f.source, f.source_id
FROM order_failures f
WHERE f.attempt >= %(dead_at)s AND NOT f.attempted
  AND NOT EXISTS (SELECT FROM orders o WHERE o.source = f.source AND o.source_id = f.source_id)
  AND NOT EXISTS (SELECT FROM producer_rejects r WHERE r.source = f.source AND r.source_id = f.source_id)
ORDER BY f.source, f.source_id
LIMIT %(limit)s;
