-- Rejects of rows that the queue accepted after all, since they were corrected in the source.
DELETE FROM producer_rejects WHERE source = %(source)s AND source_id = ANY(%(ids)s::bigint[])
