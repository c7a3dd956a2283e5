-- A page of all callbacks, or of the processed ones, the newest first.
SELECT provider, event_id, source, source_id, state::text, amount,
       to_jsonb(occurred_at) #>> '{}',
       received_at, processed_at, attempt, error
FROM callbacks
WHERE (%(state)s::text IS NULL OR processed_at IS NOT NULL)
  AND (%(provider)s::text IS NULL OR provider = %(provider)s)
  AND (
      %(after_provider)s::text IS NULL
      OR (received_at, provider, event_id) < (
          SELECT received_at, provider, event_id FROM callbacks
          WHERE provider = %(after_provider)s AND event_id = %(event_id)s
      )
  )
ORDER BY received_at DESC, provider DESC, event_id DESC
LIMIT %(limit)s
