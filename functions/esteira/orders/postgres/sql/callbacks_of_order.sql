SELECT provider, event_id, source, source_id, state::text, amount, to_jsonb(occurred_at) #>> '{}', received_at, processed_at,
       attempt, error
FROM callbacks
WHERE source = %(source)s AND source_id = %(source_id)s
ORDER BY received_at, provider, event_id
LIMIT %(limit)s
