-- Rule R1: every transaction below the snapshot's xmin has ended and none can start there, so no row can appear there.
-- ORDER BY refers to the columns of the table: an output column of the same name would be sorted as text.
SELECT o.sync_xid::text AS position_x, o.id,
       -- As bytes: in a database without an encoding of its own (SQL_ASCII) they need not be text.
       convert_to(o.product::text, CASE getdatabaseencoding() WHEN 'SQL_ASCII' THEN 'SQL_ASCII' ELSE 'UTF8' END),
       o.price::numeric, o.security_check,
       -- Clamped: a date that Python cannot represent must not block the page.
       greatest(least(o.created_at, '9999-12-30Z'), '0001-01-02Z')
  FROM orders o
 WHERE (o.sync_xid, o.id) > (%(x)s::text::xid8, %(id)s::bigint)
   AND o.sync_xid < pg_snapshot_xmin(pg_current_snapshot())
 ORDER BY o.sync_xid, o.id
 LIMIT %(limit)s
