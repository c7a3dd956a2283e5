SELECT provider, event_id, attempt, error FROM callbacks
WHERE (provider, event_id) IN (SELECT * FROM unnest(%(provider)s::text[], %(event_id)s::text[]))
  AND attempt > 0 AND processed_at IS NULL
