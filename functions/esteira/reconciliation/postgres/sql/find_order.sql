-- The state of one order. If it is in several tables, the first of persisted, rejected and failed counts.
SELECT state, source, source_id, attempts, to_jsonb(since) #>> '{}' AS since, reason
FROM (
    SELECT 1 AS rank, 'persisted' AS state, source, source_id, attempts, processed_at AS since, NULL AS reason
    FROM orders
    WHERE message_id = %(message_id)s
    UNION ALL
    SELECT 2, 'rejected', source, source_id, NULL, rejected_at, reason
    FROM producer_rejects
    WHERE source = %(source)s::text AND source_id = %(source_id)s::bigint
    UNION ALL
    SELECT 3, 'failed', source, source_id, attempt, failed_at, error
    FROM order_failures
    WHERE message_id = %(message_id)s
) AS states
ORDER BY rank
LIMIT 1;
