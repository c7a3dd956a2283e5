-- Orders that died before a moment, except those that are persisted.
SELECT f.source, f.source_id, f.message_id
FROM order_failures f
WHERE f.attempt >= %(dead_at)s
  AND f.failed_at < %(moment)s
  AND NOT EXISTS (SELECT FROM orders o WHERE o.source = f.source AND o.source_id = f.source_id)
ORDER BY f.source, f.source_id;
