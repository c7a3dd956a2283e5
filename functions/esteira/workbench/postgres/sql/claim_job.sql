UPDATE redrive_jobs
SET due_at = %(until)s
WHERE id = (
    SELECT id
    FROM redrive_jobs
    WHERE state IN ('ready', 'watching', 'running') AND due_at <= %(now)s
    ORDER BY due_at
    LIMIT 1
    FOR UPDATE SKIP LOCKED
)
RETURNING id
