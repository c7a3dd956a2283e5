DELETE FROM order_failures WHERE message_id = ANY (%(message_ids)s::uuid[])
