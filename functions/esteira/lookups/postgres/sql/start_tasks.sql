UPDATE lookup_tasks t
SET state = 'running', attempts = new.attempt, started_at = coalesce(t.started_at, %(now)s), finished_at = NULL
FROM unnest(%(ids)s::uuid[], %(attempts)s::integer[]) AS new (id, attempt)
WHERE t.id = new.id
RETURNING t.id, t.lookup_id, t.owner_id, t.cnpj, t.notify, t.doorbell, t.attempts
