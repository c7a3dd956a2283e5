-- Tasks that died before a moment, and were not queued again since.
SELECT id, lookup_id, doorbell
FROM lookup_tasks
WHERE state = 'dead' AND finished_at < %(moment)s
ORDER BY id
