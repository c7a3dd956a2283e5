-- Rows without a stamp count as unread: `esteira migrate` must stamp them first.
SELECT (SELECT count(*) FROM orders o WHERE (o.sync_xid, o.id) > (%(x)s::text::xid8, %(id)s::bigint))
     + (SELECT count(*) FROM orders o WHERE o.sync_xid IS NULL) AS unread_rows,
       (SELECT count(*) FROM orders) AS total_rows
