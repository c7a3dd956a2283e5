SELECT cause, CASE kind WHEN 'bug' THEN 'not foreseen' ELSE kind END AS kind, component,
    uncounted + (SELECT coalesce(sum(count), 0)::int FROM failure_counts c WHERE c.fingerprint = g.fingerprint) AS count,
    (SELECT count(*) FROM failures f WHERE f.fingerprint = g.fingerprint AND state IN ('waiting', 'parked')) AS left,
    first_at AS first, last_at AS last
FROM failure_groups g
ORDER BY last_at DESC
