-- The orders of a source that came last of those that have arrived.
SELECT source, source_id
FROM orders
WHERE source = %(source)s
ORDER BY source_id DESC
LIMIT %(limit)s;
