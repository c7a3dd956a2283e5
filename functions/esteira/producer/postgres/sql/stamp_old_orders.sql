-- Setting the column fires the trigger, which puts the current transaction's id there, whatever the value set.
-- A stamp from the future is another cluster's (R1): in this one it would keep its row from ever being read.
WITH old AS (
    SELECT o.id
      FROM orders o
     WHERE o.sync_xid IS NULL OR o.sync_xid >= pg_snapshot_xmax(pg_current_snapshot())
     LIMIT %(limit)s
       FOR UPDATE SKIP LOCKED
)
UPDATE orders SET sync_xid = NULL FROM old WHERE orders.id = old.id
