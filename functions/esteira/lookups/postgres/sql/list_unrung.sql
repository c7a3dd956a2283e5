SELECT doorbell
FROM lookup_tasks
WHERE state = 'queued' AND attempts = 0
  AND (rung_at IS NULL OR rung_at < %(lost_before)s)
ORDER BY ranked_at
LIMIT %(limit)s
