-- Tasks that others are claiming are left to them.
SELECT id, doorbell, rung_at, state, attempts
FROM lookup_tasks
WHERE state = 'queued' AND attempts = 0
ORDER BY ranked_at
LIMIT %(limit)s
FOR UPDATE SKIP LOCKED
