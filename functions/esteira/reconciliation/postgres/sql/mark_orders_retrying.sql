-- What is about to be sent again is retrying, before it is: so no order counts as dead while its message is on the lane.
UPDATE order_failures f
SET attempt = 0
FROM unnest(%(source)s::text[], %(source_id)s::bigint[]) AS revived (source, source_id)
WHERE f.source = revived.source AND f.source_id = revived.source_id;
