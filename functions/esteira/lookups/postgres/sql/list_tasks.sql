SELECT id, lookup_id, cnpj, priority, due_at, catch_up, queued_at, state, attempts, started_at, finished_at, provider, error,
    company
FROM lookup_tasks
WHERE lookup_id = %(lookup_id)s AND owner_id = %(owner_id)s AND due_at < coalesce(%(before)s, 'infinity'::timestamptz)
ORDER BY due_at DESC
LIMIT %(limit)s
