SELECT id, fingerprint, kind, component, place, cause, original, original_is_whole, lane, attempt, state, reason, tries,
    due_at, reported_at, created_at, changed_at, changed_by, note, report_id
FROM failures
WHERE (%(state)s::text IS NULL OR state = %(state)s)
  AND (%(kind)s::text IS NULL OR kind = %(kind)s)
  AND (%(component)s::text IS NULL OR component = %(component)s)
  AND (%(lane)s::text IS NULL OR lane = %(lane)s)
  AND (%(fingerprint)s::text IS NULL OR fingerprint = %(fingerprint)s)
  AND (
      %(before)s::uuid IS NULL
      OR (created_at, id) < (SELECT created_at, id FROM failures WHERE id = %(before)s::uuid)
  )
ORDER BY created_at DESC, id DESC
LIMIT %(limit)s
