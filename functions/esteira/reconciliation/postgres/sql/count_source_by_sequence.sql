-- Rows on both sides of a cursor in sequence mode (R2).
SELECT count(*) FILTER (WHERE handed_over),
       coalesce(sum(hash) FILTER (WHERE handed_over), 0),
       count(*) FILTER (WHERE NOT handed_over),
       min(id) FILTER (WHERE NOT handed_over)
FROM (
    SELECT o.id::bigint AS id,
           hashint8extended(o.id, 0) AS hash,
           o.id <= %(id)s::bigint AS handed_over
    FROM orders o
) AS sides;
