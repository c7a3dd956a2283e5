-- A page of unprocessed callbacks (uses the partial index), or only of dead ones, the newest first.
SELECT provider, event_id, source, source_id, state::text, amount,
       to_jsonb(occurred_at) #>> '{}',
       received_at, processed_at, attempt, error
FROM callbacks
WHERE processed_at IS NULL
  AND (%(state)s <> 'dead' OR attempt >= %(dead_at)s)
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
