-- A look-up has one task for each time it is due. A look-up that was deleted meanwhile gets none.
INSERT INTO lookup_tasks
    (id, lookup_id, owner_id, cnpj, priority, notify, due_at, catch_up, queued_at, ranked_at, doorbell)
SELECT %(id)s, l.id, l.owner_id, %(cnpj)s, %(priority)s, %(notify)s, %(due_at)s, %(catch_up)s, %(queued_at)s,
    %(ranked_at)s, %(doorbell)s
FROM lookups l
WHERE l.id = %(lookup_id)s AND l.owner_id = %(owner_id)s
FOR KEY SHARE
ON CONFLICT (lookup_id, due_at) DO NOTHING
RETURNING id
