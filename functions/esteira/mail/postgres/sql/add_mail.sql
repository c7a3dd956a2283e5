-- One mail for each event and recipient; the same one again changes nothing and returns no row.
INSERT INTO mails (event, kind, recipient_id, email, name, language, time_zone, sealed_facts, created_at, due_at)
VALUES (%(event)s, %(kind)s, %(recipient_id)s, %(email)s, %(name)s, %(language)s, %(time_zone)s, %(sealed_facts)s,
    %(now)s, %(now)s)
ON CONFLICT (event, recipient_id) DO NOTHING
RETURNING id
