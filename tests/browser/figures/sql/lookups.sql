SELECT regexp_replace(cnpj, '(..)(...)(...)(....)(..)', '\1.\2.\3/\4-\5') AS cnpj,
    CASE WHEN next_due_at IS NULL THEN 'nothing left to do' ELSE 'planned' END AS state, next_due_at AS next,
    coalesce('each day at ' || (recurrence ->> 'at'), 'once') AS repeats, priority, created_at AS created
FROM lookups
WHERE owner_id = %(owner)s
ORDER BY created_at DESC
