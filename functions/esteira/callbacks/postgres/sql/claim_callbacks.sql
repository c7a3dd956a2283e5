-- Claims the oldest callbacks without a copy under way, or without activity for longer than the wait for their number of
-- copies, and counts the copy that is sent next. Concurrent sweeps claim different callbacks.
WITH due AS (
    SELECT provider, event_id
    FROM callbacks
    WHERE processed_at IS NULL AND attempt < %(dead_at)s
      AND (
          copy_heard_at IS NULL
          OR copy_heard_at <= now() - (%(waits)s::interval[])[least(copies, cardinality(%(waits)s::interval[]) - 1) + 1]
      )
    ORDER BY received_at
    LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
)
UPDATE callbacks c SET copy_heard_at = now(), copies = copies + 1, attempt = 0, error = NULL
FROM due
WHERE c.provider = due.provider AND c.event_id = due.event_id
RETURNING c.provider, c.event_id, c.source, c.source_id, c.state::text, c.amount,
    to_jsonb(c.occurred_at) #>> '{}'
