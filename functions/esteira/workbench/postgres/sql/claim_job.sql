UPDATE redrive_jobs
SET due_at = %(until)s
WHERE id = (
    SELECT id
    FROM redrive_jobs
    WHERE state IN ('ready', 'watching', 'running', 'undoing') AND state = ANY (%(states)s::text[]) AND due_at <= %(now)s
    ORDER BY due_at
    LIMIT 1
    FOR UPDATE SKIP LOCKED
)
RETURNING id
