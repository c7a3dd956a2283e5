-- All rows of a source by id, each with whether it lies at or before the cursor in xid mode.
SELECT o.id,
       -- As bytes: in a database without an encoding of its own (SQL_ASCII) they need not be text.
       convert_to(o.product::text, CASE getdatabaseencoding() WHEN 'SQL_ASCII' THEN 'SQL_ASCII' ELSE 'UTF8' END),
       o.price::numeric, o.security_check,
       coalesce((o.sync_xid, o.id) <= (%(x)s::xid8, %(id)s::bigint), false)
FROM orders o
ORDER BY o.id;
