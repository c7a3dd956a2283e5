-- The transactions with an id that are still open: the oldest of them is the horizon (R1). What another user does is
-- hidden from those who are no members of pg_read_all_stats (or pg_monitor); even its start is then NULL.
SELECT pid, application, database, since, state, query
  FROM (SELECT a.pid, a.application_name AS application, a.datname::text AS database, a.xact_start AS since,
               coalesce(a.state, 'hidden') AS state,
               CASE WHEN a.state IS NOT NULL THEN a.query END AS query
          FROM pg_stat_activity a
         WHERE a.backend_xid IS NOT NULL AND a.pid <> pg_backend_pid()
         UNION ALL
        SELECT NULL, NULL, p.database::text, p.prepared, 'prepared', NULL
          FROM pg_prepared_xacts p) AS open
 WHERE since IS NOT NULL
 ORDER BY since, pid
 LIMIT %(limit)s
