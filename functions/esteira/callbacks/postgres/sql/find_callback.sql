SELECT provider, event_id, source, source_id, state::text, amount,
       to_jsonb(occurred_at) #>> '{}',
       received_at, processed_at, attempt, error
FROM callbacks
WHERE provider = %(provider)s AND event_id = %(event_id)s
