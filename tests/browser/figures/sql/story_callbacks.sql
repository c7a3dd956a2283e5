SELECT provider, event_id AS event, state::text, to_char(amount, 'FM999,999,990.00') AS amount, received_at AS received, processed_at AS processed, error,
    occurred_at
FROM callbacks
WHERE source_id = %(id)s
ORDER BY received_at
