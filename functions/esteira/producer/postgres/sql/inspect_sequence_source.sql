-- The facts that mode `sequence` checks before it reads (R2), without the state of the sequence.
SELECT pg_is_in_recovery() AS in_recovery,
       (SELECT system_identifier FROM pg_control_system())::text AS cluster,
       CASE WHEN NOT pg_is_in_recovery() THEN left(pg_walfile_name(pg_current_wal_lsn()), 8) END AS timeline,
       (SELECT oid FROM pg_database WHERE datname = current_database())::text AS database,
       'orders'::regclass::oid::text AS table_id,
       coalesce(pg_relation_filenode(found.sequence::regclass), 0)::text AS sequence_file,
       CASE WHEN NOT pg_is_in_recovery() THEN pg_current_wal_lsn() - '0/0'::pg_lsn END AS lsn,
       CASE WHEN has_sequence_privilege(found.sequence, 'SELECT, USAGE')
            THEN pg_sequence_last_value(found.sequence::regclass) END AS handed_out,
       found.sequence, s.seqcache AS cache, s.seqincrement AS increment, s.seqcycle AS cycles,
       coalesce((SELECT max(o.id) FROM orders o), 0)::bigint AS largest_id,
       coalesce(extract(epoch FROM clock_timestamp() - (
           SELECT min(a.xact_start)
             FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'relation' AND l.mode = 'RowExclusiveLock'
              AND l.relation IN ('orders'::regclass, found.sequence::regclass))), 0)::float8 AS horizon_age_seconds
  FROM (SELECT pg_get_serial_sequence('orders', 'id') AS sequence) AS found
  LEFT JOIN pg_sequence s ON s.seqrelid = found.sequence::regclass
