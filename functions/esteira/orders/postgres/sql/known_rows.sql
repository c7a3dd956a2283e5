-- All that the target knows of these rows of a source.
SELECT wanted.id, o.product, o.price, o.security_check, o.payload_hash, r.source_id IS NOT NULL AS rejected, f.attempt
FROM unnest(%(ids)s::bigint[]) AS wanted (id)
LEFT JOIN orders o           ON o.source = %(source)s AND o.source_id = wanted.id
LEFT JOIN producer_rejects r ON r.source = %(source)s AND r.source_id = wanted.id
LEFT JOIN order_failures f   ON f.source = %(source)s AND f.source_id = wanted.id
WHERE coalesce(o.source_id, r.source_id, f.source_id) IS NOT NULL
