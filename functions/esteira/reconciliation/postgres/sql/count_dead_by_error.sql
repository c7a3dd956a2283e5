-- Dead orders by error, with the latest one as example.
SELECT f.error,
       count(*) AS orders,
       min(f.failed_at) AS first_failed_at,
       max(f.failed_at) AS last_failed_at,
       (array_agg(f.source ORDER BY f.failed_at DESC, f.source, f.source_id))[1] AS source,
       (array_agg(f.source_id ORDER BY f.failed_at DESC, f.source, f.source_id))[1] AS source_id
FROM order_failures f
WHERE f.attempt >= %(dead_at)s
GROUP BY f.error
ORDER BY orders DESC, f.error;
