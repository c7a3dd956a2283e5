-- Silent: without an end, though the message was sent, or the work begun, a minute ago.
SELECT state,
       count(*),
       count(*) FILTER (WHERE state = 'queued' AND rung_at IS NULL),
       count(*) FILTER (
           WHERE state IN ('queued', 'running', 'retrying')
             AND greatest(rung_at, started_at) < now() - interval '1 minute'
       )
FROM lookup_tasks
GROUP BY state
