SELECT id, kind, recipient_id, email, state, tries, created_at, sent_at, error, name, language, time_zone, sealed_facts
FROM mails
WHERE id = %(id)s
