-- Why callbacks died.
SELECT provider, event_id, attempt, error, coalesce(copy_heard_at, received_at)
FROM callbacks
JOIN unnest(%(provider)s::text[], %(event_id)s::text[]) AS wanted (provider, event_id) USING (provider, event_id)
WHERE processed_at IS NULL AND error IS NOT NULL
