-- The last redrives that took all letters or named one of these; named is true of the latter.
SELECT id, requested_by, requested_at, finished_at, coalesce(ending, CASE WHEN finished_at IS NOT NULL THEN 'finished' END),
       selection IS NOT NULL, moved
FROM redrives
WHERE lane = 'orders' AND requested_at >= %(since)s AND (selection IS NULL OR selection && %(identifiers)s::text[])
ORDER BY requested_at DESC, id DESC
LIMIT %(limit)s
