UPDATE lookup_tasks t
SET doorbell = new.doorbell, rung_at = new.rung_at
FROM unnest(%(ids)s::uuid[], %(doorbells)s::uuid[], %(rung_at)s::timestamptz[]) AS new (id, doorbell, rung_at)
WHERE t.id = new.id
