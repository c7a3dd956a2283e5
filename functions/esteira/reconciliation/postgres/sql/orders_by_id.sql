-- The rows of some ids.
SELECT o.id, o.product, o.price, o.security_check, o.created_at
FROM orders o
WHERE o.id = ANY(%(ids)s::bigint[])
ORDER BY o.id;
