-- Of messages that arrived: their failures, and their conflicts with a row that the target now holds as they have it.
WITH settled AS (
    DELETE FROM order_conflicts c USING orders o
    WHERE c.message_id = ANY (%(message_ids)b::uuid[])
      AND o.source = c.source AND o.source_id = c.source_id AND o.payload_hash = c.payload_hash
)
DELETE FROM order_failures WHERE message_id = ANY (%(message_ids)b::uuid[])
