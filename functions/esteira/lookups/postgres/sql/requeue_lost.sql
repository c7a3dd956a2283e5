-- Only for an empty lane: no message is left of these. One that was received five times is in the dead-letter queue.
-- What another transaction has requeued or finished meanwhile does not match any more.
UPDATE lookup_tasks
SET state = CASE WHEN attempts >= %(dead_at)s THEN 'dead' ELSE 'queued' END,
    error = CASE WHEN attempts >= %(dead_at)s THEN %(died)s ELSE error END,
    finished_at = CASE WHEN attempts >= %(dead_at)s THEN %(now)s END,
    rung_at = CASE WHEN attempts >= %(dead_at)s THEN rung_at END,
    attempts = CASE WHEN attempts >= %(dead_at)s THEN attempts ELSE 0 END
WHERE state IN ('running', 'retrying') AND greatest(rung_at, started_at) < %(lost_before)s
RETURNING id, lookup_id, owner_id, cnpj, notify, doorbell, attempts, state, error
