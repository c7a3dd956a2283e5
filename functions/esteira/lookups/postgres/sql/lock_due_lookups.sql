-- Look-ups that another process is handing over are left to it.
SELECT id, owner_id, cnpj, priority, recurrence, time_zone, misfire, grace_seconds, notify, next_due_at, version, created_at,
    changed_at
FROM lookups
WHERE next_due_at <= %(now)s
ORDER BY next_due_at
LIMIT %(limit)s
FOR UPDATE SKIP LOCKED
