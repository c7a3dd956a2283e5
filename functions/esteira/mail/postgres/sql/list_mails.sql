SELECT id, kind, recipient_id, email, state, tries, created_at, sent_at, error
FROM mails
WHERE (%(recipient_id)s::text IS NULL OR recipient_id = %(recipient_id)s)
  AND (%(state)s::text IS NULL OR state = %(state)s)
  AND (
      %(before)s::uuid IS NULL
      OR (created_at, id) < (SELECT created_at, id FROM mails WHERE id = %(before)s::uuid)
  )
ORDER BY created_at DESC, id DESC
LIMIT %(limit)s
