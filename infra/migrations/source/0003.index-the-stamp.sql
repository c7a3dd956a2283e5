-- depends: 0002.stamp-orders-with-their-transaction
-- transactional: false
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_sync_xid_id ON orders (sync_xid, id);
