-- The arrived orders of a source with the highest ids.
SELECT source, source_id
FROM orders
WHERE source = %(source)s
ORDER BY source_id DESC
LIMIT %(limit)s;
