-- A hundred at a time: the next run continues.
DELETE FROM report_jobs
WHERE id IN (
    SELECT id
    FROM report_jobs
    WHERE state NOT IN ('queued', 'running') AND finished_at < %(before)s
    ORDER BY finished_at
    LIMIT 100
    FOR UPDATE SKIP LOCKED
)
RETURNING id
