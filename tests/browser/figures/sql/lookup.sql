SELECT regexp_replace(l.cnpj, '(..)(...)(...)(....)(..)', '\1.\2.\3/\4-\5') AS "CNPJ", next_due_at AS "Next",
    coalesce('each day at ' || (recurrence ->> 'at'), 'once') AS "Repeats", time_zone AS "Time zone",
    l.priority AS "Priority",
    CASE misfire WHEN 'coalesce' THEN 'one run stands for all of them' END AS "Missed times",
    grace_seconds AS "Missed after (s)", CASE WHEN l.notify THEN 'yes' ELSE 'no' END AS "Mails",
    created_at AS "Booked", company ->> 'name' AS "Name", company ->> 'status' AS "Status in the register",
    company ->> 'opened_on' AS "Opened",
    concat_ws(' ', company #>> '{main_activity,code}', company #>> '{main_activity,description}') AS "Main activity",
    concat_ws(', ', company #>> '{address,city}', company #>> '{address,state}') AS "Place",
    (SELECT string_agg(format('%%s (%%s)', p ->> 'name', p ->> 'role'), '; ') FROM jsonb_array_elements(company -> 'qsa') p)
        AS "Partners",
    provider AS "Provider", (company #>> '{provenance,asked_at}')::timestamptz AS "Asked"
FROM lookups l
JOIN lookup_tasks t ON t.lookup_id = l.id AND t.company IS NOT NULL
WHERE l.id = %(id)s
