-- All rows of a source by id, each with whether it lies at or before the cursor in sequence mode.
SELECT o.id,
       -- As bytes: in a database without an encoding of its own (SQL_ASCII) they need not be text.
       convert_to(o.product::text, CASE getdatabaseencoding() WHEN 'SQL_ASCII' THEN 'SQL_ASCII' ELSE 'UTF8' END),
       o.price::numeric, o.security_check, o.id <= %(id)s::bigint
FROM orders o
ORDER BY o.id;
