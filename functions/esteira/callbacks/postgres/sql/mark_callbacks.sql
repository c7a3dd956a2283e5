UPDATE callbacks SET processed_at = now(), error = NULL
WHERE (provider, event_id) IN (SELECT * FROM unnest(%(provider)b::text[], %(event_id)b::text[]))
