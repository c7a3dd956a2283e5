-- Existing rows are not changed; only new ones are returned.
INSERT INTO orders (source, source_id, product, price, security_check, attempts, message_id, payload_hash)
SELECT *
FROM unnest(
    %(source)b::text[], %(source_id)b::bigint[], %(product)b::text[], %(price)s::numeric[], %(security_check)b::bool[],
    %(attempts)b::smallint[], %(message_id)b::uuid[], %(payload_hash)b::text[]
)
ON CONFLICT (source, source_id) DO NOTHING
RETURNING message_id
