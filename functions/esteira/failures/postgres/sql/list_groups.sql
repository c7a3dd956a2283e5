SELECT g.fingerprint, g.kind, g.component, g.place, g.cause, g.first_at, g.last_at,
    g.uncounted + (
        SELECT coalesce(sum(c.count), 0)::bigint FROM failure_counts c WHERE c.fingerprint = g.fingerprint
    ),
    (
        SELECT coalesce(jsonb_object_agg(s.state, s.number), '{}')
        FROM (SELECT state, count(*) AS number FROM failures f WHERE f.fingerprint = g.fingerprint GROUP BY state) s
    )
FROM failure_groups g
WHERE (%(kind)s::text IS NULL OR g.kind = %(kind)s)
  AND (%(component)s::text IS NULL OR g.component = %(component)s)
  AND (
      %(after_at)s::timestamptz IS NULL
      OR (g.last_at, g.fingerprint) < (%(after_at)s::timestamptz, %(after_fingerprint)s::text)
  )
ORDER BY g.last_at DESC, g.fingerprint DESC
LIMIT %(limit)s
