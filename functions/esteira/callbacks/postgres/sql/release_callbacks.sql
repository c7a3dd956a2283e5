-- Callbacks whose counted copy did not reach the queue.
UPDATE callbacks SET copy_heard_at = NULL, copies = greatest(copies - 1, 0)
WHERE (provider, event_id) IN (SELECT * FROM unnest(%(provider)b::text[], %(event_id)b::text[]))
  AND processed_at IS NULL
