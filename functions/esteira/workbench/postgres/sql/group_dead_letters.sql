-- Groups of dead letters with equal errors, the largest first, with their numbers in equal parts of time.
WITH matching AS (
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
span AS (
    SELECT extract(epoch FROM min(died_at)) AS first, greatest(extract(epoch FROM max(died_at) - min(died_at)), 1) AS seconds
    FROM matching
),
counted AS (
    SELECT lane, fingerprint, count(*) AS count, min(error) AS error, min(died_at) AS first_at, max(died_at) AS last_at,
        least(floor((extract(epoch FROM died_at) - first) * %(parts)s::int / seconds), %(parts)s::int - 1)::int AS part
    FROM matching, span
    GROUP BY lane, fingerprint, part
)
SELECT lane, fingerprint, min(error), sum(count)::bigint, min(first_at), max(last_at), jsonb_object_agg(part, count)
FROM counted
GROUP BY lane, fingerprint
ORDER BY sum(count) DESC, lane, fingerprint
LIMIT %(limit)s
