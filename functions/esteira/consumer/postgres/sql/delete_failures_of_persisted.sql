DELETE FROM order_failures f USING orders o
WHERE f.message_id = ANY (%(message_ids)b::uuid[]) AND o.source = f.source AND o.source_id = f.source_id
