-- The messages of a lane that only the target can give back when their dead letters are lost: conflicts and foreign
-- bodies. `orders` is the lane of conflicts.
SELECT convert_to(c.body, 'UTF8') AS body, c.message_id::text AS sqs_message_id, c.failed_at
FROM order_conflicts c LEFT JOIN orders o USING (source, source_id)
WHERE %(lane)s = 'orders' AND o.payload_hash IS DISTINCT FROM c.payload_hash
UNION ALL
SELECT f.body, f.sqs_message_id, f.failed_at
FROM foreign_messages f
WHERE f.lane = %(lane)s
ORDER BY failed_at, sqs_message_id;
