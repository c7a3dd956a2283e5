-- The rows with the given ids.
SELECT o.id, o.product, o.price, o.security_check, to_jsonb(o.created_at::timestamptz) #>> '{}'
FROM orders o
WHERE o.id = ANY(%(ids)s::bigint[])
ORDER BY o.id;
