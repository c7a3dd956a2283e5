-- Records the highest attempt of each unprocessed callback. A batch may hold two copies of one message.
UPDATE callbacks c SET attempt = new.attempt, error = new.error, copy_heard_at = now()
FROM (
    SELECT DISTINCT ON (provider, event_id) *
    FROM unnest(%(provider)b::text[], %(event_id)b::text[], %(attempt)b::smallint[], %(error)b::text[])
        AS n (provider, event_id, attempt, error)
    ORDER BY provider, event_id, attempt DESC
) AS new
WHERE c.provider = new.provider AND c.event_id = new.event_id
  AND c.processed_at IS NULL AND c.attempt <= new.attempt
