-- As count_states, but from the running tallies and the short tables: only conflicts are looked up in `orders`, so a key
-- that is in two other states counts in both. The resulting ledger is then not balanced, and the counting reader decides.
SELECT t.source, 'persisted' AS state, sum(t.rows)::bigint AS rows, sum(t.fingerprint) AS fingerprint
FROM order_tallies t
GROUP BY t.source
HAVING sum(t.rows) <> 0
UNION ALL
SELECT r.source, 'rejected', count(*), sum(hashint8extended(r.source_id, 0))
FROM producer_rejects r
GROUP BY r.source
UNION ALL
SELECT f.source, CASE WHEN f.attempt >= %(dead_at)s THEN 'dead' ELSE 'retrying' END AS state,
       count(*), sum(hashint8extended(f.source_id, 0))
FROM order_failures f
GROUP BY f.source, state
UNION ALL
SELECT c.source, 'conflict', count(*), sum(hashint8extended(c.source_id, 0))
FROM (SELECT DISTINCT source, source_id FROM standing_conflicts) AS c
GROUP BY c.source
UNION ALL
SELECT f.source, 'unattempted', count(*), 0
FROM order_failures f
WHERE f.attempt >= %(dead_at)s AND NOT f.attempted
GROUP BY f.source;
