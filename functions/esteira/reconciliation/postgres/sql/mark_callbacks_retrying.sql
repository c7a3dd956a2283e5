-- A dead callback whose letter is about to go back: its message is under way again, and no attempt is behind it.
UPDATE callbacks c
SET attempt = 0, error = NULL, copy_heard_at = now()
FROM unnest(%(provider)s::text[], %(event_id)s::text[]) AS revived (provider, event_id)
WHERE c.provider = revived.provider AND c.event_id = revived.event_id AND c.processed_at IS NULL;
