-- Groups of dead letters with equal errors, the largest first, with their numbers in equal parts of time. Materialized:
-- each part is computed once, whatever the planner thinks of its size.
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
span AS MATERIALIZED (
    SELECT date_part('epoch', min(died_at)) AS first,
        greatest(date_part('epoch', max(died_at) - min(died_at)), 1) AS seconds
    FROM matching
),
placed AS (
    SELECT *, least(
        floor((date_part('epoch', died_at) - (SELECT first FROM span)) * %(parts)s::int / (SELECT seconds FROM span)),
        %(parts)s::int - 1
    )::int AS part
    FROM matching
),
counted AS MATERIALIZED (
    SELECT lane, fingerprint, part, count(*) AS count, min(error) AS error, min(died_at) AS first_at,
        max(died_at) AS last_at
    FROM placed
    GROUP BY lane, fingerprint, part
)
SELECT lane, fingerprint, min(error), sum(count)::bigint, min(first_at), max(last_at), jsonb_object_agg(part, count)
FROM counted
GROUP BY lane, fingerprint
ORDER BY sum(count) DESC, lane, fingerprint
LIMIT %(limit)s
