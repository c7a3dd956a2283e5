UPDATE failures f
SET due_at = %(due_at)s, tries = f.tries - 1
FROM unnest(%(ids)s::uuid[], %(tries)s::integer[]) AS claimed (id, tries)
WHERE f.id = claimed.id AND f.tries = claimed.tries AND f.state = 'waiting'
