SELECT id, lookup_id, cnpj, priority, due_at, catch_up, queued_at, state, attempts, started_at, finished_at, provider, error,
    NULL
FROM lookup_tasks
WHERE owner_id = %(owner_id)s AND due_at >= %(since)s AND due_at < %(until)s
ORDER BY due_at, id
LIMIT %(limit)s
