SELECT provider, event_id, source, source_id, state::text, amount,
       greatest(least(occurred_at, '9999-12-30Z'), '0001-01-02Z'),
       received_at, processed_at, attempt, error
FROM callbacks
WHERE provider = %(provider)s AND event_id = %(event_id)s
