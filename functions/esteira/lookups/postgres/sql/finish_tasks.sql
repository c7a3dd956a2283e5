-- A receive whose task was given up meanwhile, or is worked on by a later receive, changes nothing.
UPDATE lookup_tasks t
SET state = new.state, finished_at = %(now)s, provider = new.provider, company = new.company, error = NULL
FROM unnest(%(ids)s::uuid[], %(attempts)s::integer[], %(states)s::text[], %(providers)s::text[], %(companies)s::jsonb[])
    AS new (id, attempt, state, provider, company)
WHERE t.id = new.id AND t.state = 'running' AND t.attempts = new.attempt
RETURNING t.id
