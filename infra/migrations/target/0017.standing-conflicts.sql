-- depends: 0016.keep-foreign-messages
-- The conflicts that still stand: the target has the order, and with other contents. One whose order has meanwhile got
-- these contents, or is gone from the target, is none.
CREATE VIEW standing_conflicts AS
SELECT c.*
FROM order_conflicts c JOIN orders o USING (source, source_id)
WHERE o.payload_hash <> c.payload_hash;
