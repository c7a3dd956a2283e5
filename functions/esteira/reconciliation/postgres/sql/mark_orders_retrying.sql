-- Marks orders before they are sent again, so that none counts as dead while its message is on the lane.
UPDATE order_failures f
SET attempt = 0
FROM unnest(%(source)s::text[], %(source_id)s::bigint[]) AS new (source, source_id)
WHERE f.source = new.source AND f.source_id = new.source_id;
