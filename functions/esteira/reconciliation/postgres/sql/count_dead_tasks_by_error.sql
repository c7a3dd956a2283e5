-- Dead tasks by error, with the latest one as example.
SELECT coalesce(t.error, 'unknown') AS error,
       count(*) AS orders,
       min(t.finished_at) AS first_failed_at,
       max(t.finished_at) AS last_failed_at,
       (array_agg(t.doorbell ORDER BY t.finished_at DESC, t.id))[1] AS doorbell
FROM lookup_tasks t
WHERE t.state = 'dead'
GROUP BY coalesce(t.error, 'unknown')
ORDER BY orders DESC, error
