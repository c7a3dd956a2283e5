-- Always in the same order, so that two consumers with copies of the same messages cannot deadlock.
SELECT id, doorbell, rung_at, state, attempts
FROM lookup_tasks
WHERE doorbell = ANY(%(doorbells)s)
ORDER BY id
FOR UPDATE
