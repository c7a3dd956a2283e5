COPY lookups (
    id, owner_id, cnpj, priority, recurrence, time_zone, misfire, grace_seconds, notify, next_due_at, version, created_at,
    changed_at
) FROM STDIN
