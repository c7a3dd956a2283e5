-- The new message is not sent yet: if it never is by whoever put the task back, the schedule sends it.
UPDATE lookup_tasks t
SET state = 'queued', attempts = 0, doorbell = new.doorbell, rung_at = NULL
FROM unnest(%(ids)s::uuid[], %(attempts)s::integer[], %(doorbells)s::uuid[]) AS new (id, attempt, doorbell)
WHERE t.id = new.id AND t.state = 'running' AND t.attempts = new.attempt
RETURNING t.doorbell
