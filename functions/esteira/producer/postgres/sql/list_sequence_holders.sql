-- The transactions that may still insert an order: they hold a lock on the table or its sequence (R2). Prepared ones have
-- no process; they are found by the lock on their own id.
WITH holders AS (
    SELECT DISTINCT l.pid, l.virtualtransaction
      FROM pg_locks l
     WHERE l.locktype = 'relation' AND l.mode = 'RowExclusiveLock'
       AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
       AND l.relation IN ('orders'::regclass, pg_get_serial_sequence('orders', 'id')::regclass)
)
SELECT pid, application, database, since, state, query
  FROM (SELECT a.pid, a.application_name AS application, a.datname::text AS database, a.xact_start AS since,
               coalesce(a.state, 'hidden') AS state,
               CASE WHEN a.state IS NOT NULL THEN a.query END AS query
          FROM holders h JOIN pg_stat_activity a ON a.pid = h.pid
         WHERE a.pid <> pg_backend_pid()
         UNION ALL
        SELECT NULL, NULL, p.database::text, p.prepared, 'prepared', NULL
          FROM holders h
          JOIN pg_locks own ON own.locktype = 'transactionid' AND own.virtualtransaction = h.virtualtransaction
                           AND own.pid IS NULL AND own.mode = 'ExclusiveLock'
          JOIN pg_prepared_xacts p ON p.transaction = own.transactionid
         WHERE h.pid IS NULL) AS open
 WHERE since IS NOT NULL
 ORDER BY since, pid
 LIMIT %(limit)s
