SELECT at, lane, action, worker, reason
FROM scaling_events
WHERE at <= %(until)s
ORDER BY at DESC, id DESC
LIMIT %(limit)s
