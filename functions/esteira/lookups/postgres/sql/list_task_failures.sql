-- A task that is still running left no record of its last attempt.
SELECT doorbell, attempts, error
FROM lookup_tasks
WHERE doorbell = ANY(%(doorbells)s) AND state = 'retrying'
