-- The first orders that are in the target with other contents than a message of theirs.
SELECT DISTINCT source, source_id
FROM standing_conflicts
ORDER BY source, source_id
LIMIT %(limit)s;
