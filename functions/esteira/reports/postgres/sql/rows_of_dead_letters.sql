-- What used up its attempts and was neither persisted nor sent again since, of all lanes. Of callbacks that no copy of
-- is known, `dead_since` is their receipt.
SELECT *
FROM (
    SELECT 'orders' AS lane, f.source || ':' || f.source_id AS key, f.message_id::text AS message_id, f.source,
        f.source_id::text AS source_id, f.attempt, f.error, f.failed_at AS dead_since
    FROM order_failures f
    WHERE f.attempt >= %(dead_at)s
      AND NOT EXISTS (SELECT FROM orders o WHERE o.source = f.source AND o.source_id = f.source_id)
    UNION ALL
    SELECT 'payments', c.provider || ':' || c.event_id, NULL, c.source, c.source_id::text, c.attempt, c.error,
        coalesce(c.copy_heard_at, c.received_at)
    FROM callbacks c
    WHERE c.processed_at IS NULL AND c.attempt >= %(dead_at)s
    UNION ALL
    SELECT 'lookups', 'lookup:' || t.doorbell, t.doorbell::text, NULL, NULL, t.attempts, t.error, t.finished_at
    FROM lookup_tasks t
    WHERE t.state = 'dead'
) AS dead
WHERE (%(lane)s::text IS NULL OR lane = %(lane)s)
  AND (%(since)s::timestamptz IS NULL OR dead_since >= %(since)s)
  AND (%(until)s::timestamptz IS NULL OR dead_since < %(until)s)
ORDER BY lane, dead_since, key
