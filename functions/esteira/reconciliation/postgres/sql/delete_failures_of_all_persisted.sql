-- A persisted order has not failed, even if a late copy of its message did.
DELETE FROM order_failures f USING orders o
WHERE o.source = f.source AND o.source_id = f.source_id;
