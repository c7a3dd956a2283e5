SELECT CASE WHEN processed_at IS NOT NULL THEN 'processed' WHEN attempt >= 5 THEN 'dead' ELSE 'unprocessed' END AS "State",
    error AS "Last error", nullif(attempt, 0) AS "Failed attempts", provider AS "Provider", event_id AS "Event",
    source || ':' || source_id AS "Order", state::text AS "Payment", to_char(amount, 'FM999,999,990.00') AS "Amount", occurred_at AS "Happened",
    received_at AS "Received", processed_at AS "Processed"
FROM callbacks
WHERE event_id = %(event)s
