-- Closes the redrives whose process is gone: nobody holds the lock of their id (see hold_redrive).
WITH unended AS MATERIALIZED (SELECT id FROM redrives WHERE finished_at IS NULL)
UPDATE redrives r SET finished_at = now(), ending = 'interrupted'
FROM unended
WHERE r.id = unended.id AND pg_try_advisory_xact_lock(hashtextextended('redrive', unended.id));
