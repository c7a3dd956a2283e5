-- Callbacks that died before a moment, and were neither processed nor sent again since.
SELECT provider, event_id, source, source_id, state::text, amount,
       greatest(least(occurred_at, '9999-12-30Z'), '0001-01-02Z')
FROM callbacks
WHERE processed_at IS NULL AND attempt >= %(dead_at)s AND copy_heard_at < %(moment)s
ORDER BY provider, event_id
