-- A count that was kept before is replaced by a higher one. Groups of which no error was published get their row here.
WITH counted AS (
    SELECT *
    FROM unnest(%(fingerprints)s::text[], %(minutes)s::timestamptz[], %(counts)s::bigint[]) AS c (fingerprint, minute, count)
),
grown AS (
    INSERT INTO failure_counts AS k (fingerprint, minute, count)
    SELECT fingerprint, minute, count FROM counted ORDER BY fingerprint, minute
    ON CONFLICT (fingerprint, minute) DO UPDATE SET count = excluded.count WHERE k.count < excluded.count
    RETURNING k.fingerprint, k.minute
)
INSERT INTO failure_groups AS g (fingerprint, first_at, last_at)
SELECT fingerprint, min(minute), max(minute) FROM grown GROUP BY fingerprint ORDER BY fingerprint
ON CONFLICT (fingerprint) DO UPDATE
SET first_at = least(g.first_at, excluded.first_at), last_at = greatest(g.last_at, excluded.last_at)
