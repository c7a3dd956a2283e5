-- What stands in the calendar, a line a look-up, day and kind; of runs that wait the end is predicted.
WITH runs AS (
    SELECT cnpj, due_at AT TIME ZONE 'America/Sao_Paulo' AS at,
        CASE WHEN catch_up THEN '↻' WHEN state IN ('succeeded', 'not_found', 'dead') THEN '●' ELSE '◐' END AS sign
    FROM lookup_tasks
    WHERE owner_id = %(owner)s
)
SELECT to_char(min(at), 'HH24:MI') AS first, sign, count(*) AS count,
    regexp_replace(cnpj, '(..)(...)(...)(....)(..)', '\1.\2.\3/\4-\5') AS cnpj
FROM runs
WHERE at >= date_trunc('week', date_trunc('month', now() AT TIME ZONE 'America/Sao_Paulo'))
GROUP BY cnpj, sign, at::date
ORDER BY min(at)
