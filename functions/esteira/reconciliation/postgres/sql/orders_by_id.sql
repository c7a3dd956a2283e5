-- The rows with the given ids.
SELECT o.id,
       -- As bytes: in a database without an encoding of its own (SQL_ASCII) they need not be text.
       convert_to(o.product::text, CASE getdatabaseencoding() WHEN 'SQL_ASCII' THEN 'SQL_ASCII' ELSE 'UTF8' END),
       o.price::numeric, o.security_check,
       to_jsonb(o.created_at::timestamptz) #>> '{}'
FROM orders o
WHERE o.id = ANY(%(ids)s::bigint[])
ORDER BY o.id;
