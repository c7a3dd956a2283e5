-- Of a company's partners (qsa), telephones and addresses nothing but the number of partners is read.
SELECT t.lookup_id::text AS lookup_id, t.id::text AS task_id, t.owner_id, t.cnpj, t.priority, t.state, t.due_at,
    t.queued_at, t.started_at, t.finished_at, t.attempts, t.provider, t.error,
    t.company ->> 'name' AS company, t.company ->> 'trade_name' AS trade_name,
    t.company ->> 'status' AS registration_status, t.company ->> 'opened_on' AS opened_on,
    t.company ->> 'legal_nature' AS legal_nature, (t.company ->> 'capital')::numeric AS capital,
    t.company #>> '{main_activity,code}' AS main_activity, t.company #>> '{address,city}' AS city,
    t.company #>> '{address,state}' AS federal_state, jsonb_array_length(t.company -> 'qsa') AS partners
FROM lookup_tasks t
WHERE (%(only_owner)s::text IS NULL OR t.owner_id = %(only_owner)s)
  AND (%(since)s::timestamptz IS NULL OR t.due_at >= %(since)s)
  AND (%(until)s::timestamptz IS NULL OR t.due_at < %(until)s)
  AND (%(state)s::text IS NULL OR t.state = %(state)s)
  AND (%(cnpj)s::text IS NULL OR t.cnpj = %(cnpj)s)
ORDER BY t.due_at, t.id
