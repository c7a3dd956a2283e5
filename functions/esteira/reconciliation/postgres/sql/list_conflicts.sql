-- The first orders that are in the target with other contents than a message of theirs.
SELECT DISTINCT c.source, c.source_id
FROM order_conflicts c JOIN orders o USING (source, source_id)
WHERE o.payload_hash <> c.payload_hash
ORDER BY c.source, c.source_id
LIMIT %(limit)s;
