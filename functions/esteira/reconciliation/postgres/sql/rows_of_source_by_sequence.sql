-- All rows of a source by id, each with whether it lies at or before the cursor in sequence mode.
SELECT o.id, o.product, o.price, o.security_check, o.id <= %(id)s::bigint
FROM orders o
ORDER BY o.id;
