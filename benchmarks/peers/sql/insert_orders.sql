INSERT INTO orders (source, source_id, product, price, security_check, message_id, payload_hash, attempts)
SELECT *, 1
FROM unnest(
    %(source)s::text[], %(source_id)s::bigint[], %(product)s::text[], %(price)s::numeric[], %(security_check)s::bool[],
    %(message_id)s::uuid[], %(payload_hash)s::text[]
)
ON CONFLICT (source, source_id) DO NOTHING
