-- Dead callbacks by error, with the latest one as example.
SELECT coalesce(c.error, 'unknown') AS error,
       count(*) AS orders,
       min(coalesce(c.copy_heard_at, c.received_at)) AS first_failed_at,
       max(coalesce(c.copy_heard_at, c.received_at)) AS last_failed_at,
       (array_agg(c.provider ORDER BY c.copy_heard_at DESC, c.provider, c.event_id))[1] AS provider,
       (array_agg(c.event_id ORDER BY c.copy_heard_at DESC, c.provider, c.event_id))[1] AS event_id
FROM callbacks c
WHERE c.processed_at IS NULL AND c.attempt >= %(dead_at)s
GROUP BY coalesce(c.error, 'unknown')
ORDER BY orders DESC, error;
