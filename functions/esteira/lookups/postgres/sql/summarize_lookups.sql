-- Look-ups of several owners by outcome as of the end of each one's period: those that ended in it, and those that were
-- queued in it and had not ended. Listed are the first ones by CNPJ.
WITH period AS (
    SELECT * FROM unnest(%(owner_ids)s::text[], %(sinces)s::timestamptz[], %(untils)s::timestamptz[])
        AS period (owner_id, since, until)
), task AS (
    SELECT p.owner_id, p.since, p.until, t.id, t.cnpj, t.company, t.queued_at,
        CASE t.state WHEN 'succeeded' THEN 'succeeded' WHEN 'not_found' THEN 'not_found' WHEN 'dead' THEN 'failed' END AS ended,
        CASE WHEN t.state IN ('succeeded', 'not_found', 'dead') THEN coalesce(t.finished_at, t.queued_at) END AS ended_at
    FROM period p CROSS JOIN LATERAL (
        SELECT * FROM lookup_tasks WHERE owner_id = p.owner_id AND finished_at > p.since
        UNION ALL
        SELECT * FROM lookup_tasks WHERE owner_id = p.owner_id AND finished_at IS NULL
    ) t
), counted AS (
    SELECT owner_id, id, cnpj, ended AS outcome, coalesce(company ->> 'name', '') AS name
    FROM task
    WHERE ended_at > since AND ended_at <= until
    UNION ALL
    SELECT owner_id, id, cnpj, 'open', ''
    FROM task
    WHERE queued_at > since AND queued_at <= until AND (ended_at IS NULL OR ended_at > until)
), placed AS (
    SELECT *, row_number() OVER (PARTITION BY owner_id, outcome ORDER BY cnpj, id) AS place
    FROM counted
)
SELECT owner_id, outcome, count(*),
    array_agg(cnpj ORDER BY place) FILTER (WHERE place <= %(listed)s),
    array_agg(name ORDER BY place) FILTER (WHERE place <= %(listed)s)
FROM placed
GROUP BY owner_id, outcome
