-- Existing rows are not changed; only new ones are returned.
INSERT INTO orders (source, source_id, product, price, security_check, attempts, message_id, payload_hash)
SELECT *
FROM unnest(
    %(source)s::text[], %(source_id)s::bigint[], %(product)s::text[], %(price)s::numeric[], %(security_check)s::bool[],
    %(attempts)s::smallint[], %(message_id)s::uuid[], %(payload_hash)s::text[]
)
ON CONFLICT (source, source_id) DO NOTHING
RETURNING message_id
