-- Setting the column fires the trigger, which writes the current transaction's id, whatever value was set.
-- A stamp above xmax comes from another cluster (R1): with it the row would never be read.
WITH old AS (
    SELECT o.id
      FROM orders o
     WHERE o.sync_xid IS NULL OR o.sync_xid >= pg_snapshot_xmax(pg_current_snapshot())
     LIMIT %(limit)s
       FOR UPDATE SKIP LOCKED
)
UPDATE orders SET sync_xid = NULL FROM old WHERE orders.id = old.id
