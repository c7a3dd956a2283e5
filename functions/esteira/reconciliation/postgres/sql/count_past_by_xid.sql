-- Tally of those of the given ids that are rows past a cursor in xid mode.
SELECT count(*), coalesce(sum(hashint8extended(o.id, 0)), 0)
FROM orders o
WHERE o.id = ANY(%(ids)s::bigint[])
  AND NOT coalesce((o.sync_xid, o.id) <= (%(x)s::xid8, %(id)s::bigint), false);
