-- All rows of a source by id, each with its side of the cursor in sequence mode.
SELECT o.id, o.product, o.price, o.security_check, o.id <= %(id)s::bigint
FROM orders o
ORDER BY o.id;
