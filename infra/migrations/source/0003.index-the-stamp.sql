-- depends: 0002.stamp-orders-with-their-transaction
-- transactional: false
-- A build that was killed leaves an invalid index, which IF NOT EXISTS would accept.
DO $$
BEGIN
    IF EXISTS (
        SELECT FROM pg_index WHERE indexrelid = to_regclass('orders_sync_xid_id') AND NOT indisvalid
    ) THEN
        DROP INDEX orders_sync_xid_id;
    END IF;
END $$;
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_sync_xid_id ON orders (sync_xid, id);
