SELECT id, owner_id, cnpj, priority, recurrence, time_zone, misfire, grace_seconds, notify, next_due_at, version, created_at,
    changed_at
FROM lookups l
WHERE l.owner_id = %(owner_id)s
  AND (%(state)s::text IS NULL OR (l.next_due_at IS NOT NULL) = (%(state)s = 'planned'))
  AND (%(priority)s::text IS NULL OR l.priority = %(priority)s)
  AND (%(cnpj)s::text IS NULL OR l.cnpj = %(cnpj)s)
  AND (%(text)s::text IS NULL OR strpos(l.cnpj, %(text)s) > 0)
  AND (
      %(after)s::uuid IS NULL
      OR (l.created_at, l.id) < (SELECT created_at, id FROM lookups WHERE id = %(after)s AND owner_id = %(owner_id)s)
  )
ORDER BY l.created_at DESC, l.id DESC
LIMIT %(limit)s
