-- Rows on both sides of a cursor in xid mode (R1). A row without a stamp lies past every cursor.
SELECT count(*) FILTER (WHERE handed_over),
       coalesce(sum(hash) FILTER (WHERE handed_over), 0),
       count(*) FILTER (WHERE NOT handed_over),
       min(id) FILTER (WHERE NOT handed_over)
FROM (
    SELECT o.id::bigint AS id,
           hashint8extended(o.id, 0) AS hash,
           coalesce((o.sync_xid, o.id) <= (%(x)s::xid8, %(id)s::bigint), false) AS handed_over
    FROM orders o
) AS sides;
