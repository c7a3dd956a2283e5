SELECT message_id, attempt, error FROM order_failures WHERE message_id = ANY (%(message_ids)b::uuid[])
UNION ALL
SELECT DISTINCT ON (message_id) message_id, attempt, error
FROM (
    SELECT message_id, attempt, error FROM order_conflicts WHERE message_id = ANY (%(message_ids)b::uuid[])
    ORDER BY message_id, attempt DESC
) AS conflicts
