-- An order that is in the target has not failed, whatever a late copy of its message met.
DELETE FROM order_failures f USING orders o
WHERE o.source = f.source AND o.source_id = f.source_id;
