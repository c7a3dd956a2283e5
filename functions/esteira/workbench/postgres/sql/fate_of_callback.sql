-- What became of a callback that was sent back.
SELECT CASE
    WHEN bool_or(processed_at IS NOT NULL) THEN 'arrived'
    WHEN bool_or(attempt >= %(dead_at)s) THEN 'dead'
    ELSE 'pending'
END
FROM callbacks
WHERE provider = %(provider)s AND event_id = %(event_id)s
