-- Marks callbacks before their dead letters are sent back. `copy_heard_at` keeps the sweep from sending them too.
UPDATE callbacks c
SET attempt = 0, error = NULL, copy_heard_at = now()
FROM unnest(%(provider)s::text[], %(event_id)s::text[]) AS new (provider, event_id)
WHERE c.provider = new.provider AND c.event_id = new.event_id AND c.processed_at IS NULL;
