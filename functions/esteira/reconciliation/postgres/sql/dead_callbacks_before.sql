-- Callbacks that died before a moment, and were neither processed nor sent again since.
SELECT provider, event_id, source, source_id, state::text, amount,
       to_jsonb(occurred_at) #>> '{}'
FROM callbacks
WHERE processed_at IS NULL AND attempt >= %(dead_at)s AND copy_heard_at < %(moment)s
ORDER BY provider, event_id
