-- Since when the oldest of what waits and of what is dead has been so, by lane; nothing where there is none.
SELECT 'orders' AS lane, min(failed_at) FILTER (WHERE attempt < 5) AS waiting, min(failed_at) FILTER (WHERE attempt >= 5) AS dead
FROM order_failures
UNION ALL
SELECT 'payments', min(received_at), min(received_at) FILTER (WHERE attempt >= 5) FROM callbacks WHERE processed_at IS NULL
UNION ALL
SELECT 'lookups', min(queued_at) FILTER (WHERE state IN ('queued', 'running', 'retrying')),
    min(finished_at) FILTER (WHERE state = 'dead')
FROM lookup_tasks
