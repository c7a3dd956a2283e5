-- All rows of a source by id, each with whether it lies at or before the cursor in xid mode.
SELECT o.id, o.product, o.price, o.security_check,
       coalesce((o.sync_xid, o.id) <= (%(x)s::xid8, %(id)s::bigint), false)
FROM orders o
ORDER BY o.id;
