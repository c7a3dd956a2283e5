UPDATE lookup_tasks t
SET attempts = new.attempt, error = new.error,
    state = CASE WHEN new.attempt >= %(dead_at)s THEN 'dead' ELSE 'retrying' END,
    finished_at = CASE WHEN new.attempt >= %(dead_at)s THEN %(now)s END
FROM unnest(%(doorbells)s::uuid[], %(attempts)s::integer[], %(errors)s::text[]) AS new (doorbell, attempt, error)
WHERE t.doorbell = new.doorbell AND t.state IN ('queued', 'running', 'retrying') AND t.attempts <= new.attempt
RETURNING t.id, t.lookup_id, t.owner_id, t.cnpj, t.notify, t.doorbell, t.attempts, t.state, t.error
