SELECT provider, event_id, attempt, error FROM callbacks
WHERE (provider, event_id) IN (SELECT * FROM unnest(%(provider)b::text[], %(event_id)b::text[]))
  AND attempt > 0 AND processed_at IS NULL
