-- Rows without a stamp are unread too: they wait for `esteira migrate` to stamp them.
SELECT (SELECT count(*) FROM orders o WHERE (o.sync_xid, o.id) > (%(x)s::text::xid8, %(id)s::bigint))
     + (SELECT count(*) FROM orders o WHERE o.sync_xid IS NULL) AS unread_rows,
       (SELECT count(*) FROM orders) AS total_rows
