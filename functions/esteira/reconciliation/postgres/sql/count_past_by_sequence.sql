-- Tally of those of the given ids that are rows past a cursor in sequence mode.
SELECT count(*), coalesce(sum(hashint8extended(o.id, 0)), 0)
FROM orders o
WHERE o.id = ANY(%(ids)s::bigint[]) AND o.id > %(id)s::bigint;
