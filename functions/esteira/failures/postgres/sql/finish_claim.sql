UPDATE failures f
SET state = %(state)s, reason = coalesce(%(reason)s, reason), due_at = NULL, changed_at = %(now)s
FROM unnest(%(ids)s::uuid[], %(tries)s::integer[]) AS claimed (id, tries)
WHERE f.id = claimed.id AND f.tries = claimed.tries AND f.state = 'waiting'
