-- Why orders died. An order that arrived has no failure, but may have conflicts: the last of them counts.
SELECT message_id, attempt, error, failed_at
FROM order_failures
WHERE message_id = ANY (%(message_ids)s::uuid[])
UNION ALL
(
    SELECT DISTINCT ON (message_id) message_id, attempt, error, failed_at
    FROM order_conflicts
    WHERE message_id = ANY (%(message_ids)s::uuid[])
    ORDER BY message_id, failed_at DESC
)
