-- Marks tasks before their dead letters are sent back. `rung_at` keeps the schedule from sending them too. A task whose
-- last attempt was ended with its process is still running; its message is in the dead-letter queue all the same.
UPDATE lookup_tasks t
SET state = 'queued', attempts = 0, error = NULL, finished_at = NULL, rung_at = now()
FROM (
    SELECT id FROM lookup_tasks
    WHERE doorbell = ANY(%(doorbells)s) AND state IN ('running', 'retrying', 'dead')
    ORDER BY id FOR UPDATE
) AS dead
WHERE t.id = dead.id
