-- Takes the oldest callbacks that no copy is under way of, or none was heard of for longer than its patience, and counts
-- the copy that will be sent now. Two sweeps at once take different ones.
WITH due AS (
    SELECT provider, event_id
    FROM callbacks
    WHERE processed_at IS NULL AND attempt < %(dead_at)s
      AND (
          copy_heard_at IS NULL
          OR copy_heard_at <= now() - (%(patience)s::interval[])[least(copies, cardinality(%(patience)s::interval[]) - 1) + 1]
      )
    ORDER BY received_at
    LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
)
UPDATE callbacks c SET copy_heard_at = now(), copies = copies + 1, attempt = 0, error = NULL
FROM due
WHERE c.provider = due.provider AND c.event_id = due.event_id
RETURNING c.provider, c.event_id, c.source, c.source_id, c.state::text, c.amount, c.occurred_at
