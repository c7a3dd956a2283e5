-- As count_source_by_xid, but only of the rows after an earlier cursor, by index.
SELECT count(*) FILTER (WHERE handed_over),
       coalesce(sum(hash) FILTER (WHERE handed_over), 0),
       count(*) FILTER (WHERE NOT handed_over),
       min(id) FILTER (WHERE NOT handed_over)
FROM (
    SELECT o.id::bigint AS id,
           hashint8extended(o.id, 0) AS hash,
           (o.sync_xid, o.id) <= (%(x)s::xid8, %(id)s::bigint) AS handed_over
    FROM orders o
    WHERE (o.sync_xid, o.id) > (%(since_x)s::xid8, %(since_id)s::bigint)
    UNION ALL
    SELECT o.id::bigint, 0, false
    FROM orders o
    WHERE o.sync_xid IS NULL
) AS sides;
