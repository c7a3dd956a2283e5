-- A separate statement, and so a later snapshot than the insert: it sees the rows that the insert conflicted with.
SELECT message_id, payload_hash FROM orders WHERE message_id = ANY (%(message_ids)b::uuid[])
