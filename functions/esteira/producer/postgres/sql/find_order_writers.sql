-- Transactions that may still own an id: nextval locks the sequence, an insert the table, each until it ends (R2).
-- Prepared transactions have no process, but a virtual id all the same.
SELECT DISTINCT l.virtualtransaction
  FROM pg_locks l
 WHERE l.locktype = 'relation' AND l.mode = 'RowExclusiveLock'
   AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
   AND l.relation IN ('orders'::regclass, %(sequence)s::text::regclass)
