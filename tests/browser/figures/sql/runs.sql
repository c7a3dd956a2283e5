SELECT due_at AS due,
    CASE state WHEN 'running' THEN 'under way' WHEN 'retrying' THEN 'failed, tried again' WHEN 'dead' THEN 'failed'
        WHEN 'not_found' THEN 'no such company' WHEN 'succeeded' THEN 'found' ELSE state END AS state,
    coalesce(company ->> 'name', error) AS result, started_at AS started, finished_at AS ended, provider,
    CASE WHEN catch_up THEN 'catches up with missed times' END AS sign
FROM lookup_tasks
WHERE lookup_id = %(id)s
ORDER BY due_at DESC
