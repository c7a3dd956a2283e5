-- Why the tasks of look-ups died.
SELECT doorbell, attempts, error, finished_at
FROM lookup_tasks
WHERE doorbell = ANY (%(doorbells)s::uuid[]) AND error IS NOT NULL AND finished_at IS NOT NULL
