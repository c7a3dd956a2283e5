SELECT event_id AS event, provider,
    CASE WHEN processed_at IS NOT NULL THEN 'processed' WHEN attempt >= 5 THEN 'dead' ELSE 'unprocessed' END AS state,
    state::text AS payment, source || ':' || source_id AS "order", to_char(amount, 'FM999,999,990.00') AS amount, received_at AS age,
    received_at AS received
FROM callbacks
ORDER BY received_at DESC
