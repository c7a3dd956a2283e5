-- The dead letter of an order, and the messages of it that the target has with other contents.
SELECT kind, to_jsonb(failed_at) #>> '{}', attempt, error, body
FROM (
    SELECT 'dead' AS kind, failed_at, attempt, error, NULL AS body
    FROM order_failures
    WHERE source = %(source)s AND source_id = %(source_id)s AND attempt >= %(dead_at)s
    UNION ALL
    SELECT 'conflict', c.failed_at, c.attempt, c.error, c.body
    FROM standing_conflicts c
    WHERE c.source = %(source)s AND c.source_id = %(source_id)s
) AS letters
ORDER BY failed_at, kind, body
