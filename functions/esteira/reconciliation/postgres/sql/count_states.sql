-- Counts every key of the target in exactly one state, and the keys that are in two. One statement, so one snapshot.
-- Conflicts are counted among the persisted keys as well, which the caller subtracts.
SELECT o.source, 'persisted' AS state, count(*), sum(hashint8extended(o.source_id, 0))
FROM orders o
GROUP BY o.source
UNION ALL
SELECT r.source, 'rejected', count(*), sum(hashint8extended(r.source_id, 0))
FROM producer_rejects r
WHERE NOT EXISTS (SELECT FROM orders o WHERE o.source = r.source AND o.source_id = r.source_id)
GROUP BY r.source
UNION ALL
SELECT f.source, CASE WHEN f.attempt >= %(dead_at)s THEN 'dead' ELSE 'retrying' END AS state,
       count(*), sum(hashint8extended(f.source_id, 0))
FROM order_failures f
WHERE NOT EXISTS (SELECT FROM orders o WHERE o.source = f.source AND o.source_id = f.source_id)
  AND NOT EXISTS (SELECT FROM producer_rejects r WHERE r.source = f.source AND r.source_id = f.source_id)
GROUP BY f.source, state
UNION ALL
SELECT c.source, 'conflict', count(*), sum(hashint8extended(c.source_id, 0))
FROM (SELECT DISTINCT source, source_id FROM standing_conflicts) AS c
GROUP BY c.source
UNION ALL
SELECT f.source, 'unattempted', count(*), 0
FROM order_failures f
WHERE f.attempt >= %(dead_at)s AND NOT f.attempted
  AND NOT EXISTS (SELECT FROM orders o WHERE o.source = f.source AND o.source_id = f.source_id)
  AND NOT EXISTS (SELECT FROM producer_rejects r WHERE r.source = f.source AND r.source_id = f.source_id)
GROUP BY f.source
UNION ALL
SELECT overlapping.source, 'overlapping', count(*), 0
FROM (
    SELECT source, source_id FROM producer_rejects JOIN orders USING (source, source_id)
    UNION
    SELECT source, source_id FROM order_failures JOIN orders USING (source, source_id) WHERE attempt >= %(dead_at)s
) AS overlapping
GROUP BY overlapping.source;
