UPDATE callbacks SET processed_at = now(), error = NULL
WHERE (provider, event_id) IN (SELECT * FROM unnest(%(provider)s::text[], %(event_id)s::text[]))
