-- As count_source_by_sequence, but only of the rows after an earlier cursor, by index.
SELECT count(*) FILTER (WHERE handed_over),
       coalesce(sum(hash) FILTER (WHERE handed_over), 0),
       count(*) FILTER (WHERE NOT handed_over),
       min(id) FILTER (WHERE NOT handed_over)
FROM (
    SELECT o.id::bigint AS id,
           hashint8extended(o.id, 0) AS hash,
           o.id <= %(id)s::bigint AS handed_over
    FROM orders o
    WHERE o.id > %(since_id)s::bigint
) AS sides;
