-- The facts that mode `xid` checks before it reads (R1); one statement, so that all use the same snapshot.
-- The time line is taken from the WAL file name: unlike the control file it is correct directly after a failover.
-- Start times of other users' transactions are visible only to members of pg_read_all_stats (or pg_monitor).
SELECT pg_is_in_recovery() AS in_recovery,
       (SELECT system_identifier FROM pg_control_system())::text AS cluster,
       CASE WHEN NOT pg_is_in_recovery() THEN left(pg_walfile_name(pg_current_wal_lsn()), 8) END AS timeline,
       (SELECT oid FROM pg_database WHERE datname = current_database())::text AS database,
       'orders'::regclass::oid::text AS table_id,
       coalesce(pg_relation_filenode(pg_get_serial_sequence('orders', 'id')::regclass), 0)::text AS sequence_file,
       CASE WHEN NOT pg_is_in_recovery() THEN pg_current_wal_lsn() - '0/0'::pg_lsn END AS lsn,
       -- This mode works without a right to the sequence.
       CASE WHEN has_sequence_privilege(pg_get_serial_sequence('orders', 'id'), 'SELECT, USAGE')
            THEN pg_sequence_last_value(pg_get_serial_sequence('orders', 'id')::regclass) END AS handed_out,
       EXISTS (SELECT FROM pg_trigger t
                WHERE t.tgrelid = 'orders'::regclass AND t.tgname = 'esteira_stamp_order' AND t.tgenabled = 'A') AS stamps,
       EXISTS (SELECT FROM orders o
                WHERE o.sync_xid >= pg_snapshot_xmax(pg_current_snapshot())) AS holds_foreign_stamps,
       pg_snapshot_xmax(pg_current_snapshot())::text AS next_xid,
       coalesce(extract(epoch FROM clock_timestamp() - (
           SELECT min(open.since)
             FROM (SELECT a.xact_start AS since FROM pg_stat_activity a WHERE a.backend_xid IS NOT NULL
                    UNION ALL
                   SELECT p.prepared FROM pg_prepared_xacts p) AS open)), 0)::float8 AS horizon_age_seconds
