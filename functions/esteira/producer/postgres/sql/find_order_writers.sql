-- Transactions that may still insert an id: nextval locks the sequence and INSERT the table until the transaction
-- ends (R2). Prepared transactions have no process, but they have a virtual id.
SELECT DISTINCT l.virtualtransaction
  FROM pg_locks l
 WHERE l.locktype = 'relation' AND l.mode = 'RowExclusiveLock'
   AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
   AND l.relation IN ('orders'::regclass, %(sequence)s::text::regclass)
