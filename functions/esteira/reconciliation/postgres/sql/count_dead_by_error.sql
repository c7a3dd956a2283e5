-- Dead orders and conflicts by error, with the latest one as example.
SELECT f.error,
       count(*) AS orders,
       min(f.failed_at) AS first_failed_at,
       max(f.failed_at) AS last_failed_at,
       (array_agg(f.source ORDER BY f.failed_at DESC, f.source, f.source_id))[1] AS source,
       (array_agg(f.source_id ORDER BY f.failed_at DESC, f.source, f.source_id))[1] AS source_id
FROM (
    SELECT source, source_id, error, failed_at
    FROM order_failures
    WHERE attempt >= %(dead_at)s
    UNION ALL
    SELECT source, source_id,
           CASE WHEN error LIKE 'conflict:%%' THEN error
                ELSE 'conflict: The target holds this order with other contents. ' || error END,
           failed_at
    FROM standing_conflicts
) AS f
GROUP BY f.error
ORDER BY orders DESC, f.error;
