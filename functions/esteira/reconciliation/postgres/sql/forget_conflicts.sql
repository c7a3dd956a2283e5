DELETE FROM order_conflicts c
USING unnest(%(source)s::text[], %(source_id)s::bigint[], %(payload_hash)s::text[])
    AS gone (source, source_id, payload_hash)
WHERE c.source = gone.source AND c.source_id = gone.source_id AND c.payload_hash = gone.payload_hash;
