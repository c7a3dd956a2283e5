-- Groups of dead letters with equal errors, the largest first, with their numbers in equal parts of time. Those that are
-- not shown are only counted. Materialized: each part is computed once, whatever the planner thinks of its size.
WITH matching AS MATERIALIZED (
    SELECT lane, fingerprint, error, died_at
    FROM dead_letters
    WHERE (%(lane)s::text IS NULL OR lane = %(lane)s)
      AND (%(source)s::text IS NULL OR source = %(source)s)
      AND (%(fingerprint)s::text IS NULL OR fingerprint = %(fingerprint)s)
      AND (%(attempt)s::int IS NULL OR attempt = %(attempt)s)
      AND (%(since)s::timestamptz IS NULL OR died_at >= %(since)s)
      AND (%(until)s::timestamptz IS NULL OR died_at < %(until)s)
      AND (%(text)s::text IS NULL OR strpos(lower(readable), lower(%(text)s)) > 0)
      AND (%(fields)s::jsonb IS NULL OR fields @> %(fields)s::jsonb)
),
grouped AS MATERIALIZED (
    SELECT lane, fingerprint, min(error) AS error, count(*) AS count, min(died_at) AS first_at, max(died_at) AS last_at
    FROM matching
    GROUP BY lane, fingerprint
),
span AS MATERIALIZED (
    SELECT extract(epoch FROM min(first_at))::float8 AS first,
        greatest(extract(epoch FROM max(last_at) - min(first_at))::float8, 1) AS seconds
    FROM grouped
),
shown AS MATERIALIZED (
    SELECT * FROM grouped ORDER BY count DESC, lane, fingerprint LIMIT %(limit)s
),
placed AS (
    SELECT lane, fingerprint,
        least(
            floor((extract(epoch FROM m.died_at)::float8 - s.first) * %(parts)s::int / s.seconds), %(parts)s::int - 1
        )::int AS part
    FROM matching m JOIN shown USING (lane, fingerprint) CROSS JOIN span s
),
parts AS (
    SELECT lane, fingerprint, part, count(*) AS count FROM placed GROUP BY lane, fingerprint, part
)
SELECT g.lane, g.fingerprint, g.error, g.count, g.first_at, g.last_at, jsonb_object_agg(p.part, p.count)
FROM shown g JOIN parts p USING (lane, fingerprint)
GROUP BY g.lane, g.fingerprint, g.error, g.count, g.first_at, g.last_at
ORDER BY g.count DESC, g.lane, g.fingerprint
