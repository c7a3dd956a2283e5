-- A statement of its own, and so a snapshot of its own: it sees the rows that made the insert step aside.
SELECT message_id, payload_hash FROM orders WHERE message_id = ANY (%(message_ids)s::uuid[])
