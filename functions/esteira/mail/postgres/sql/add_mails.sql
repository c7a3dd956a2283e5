-- As add_mail, for many mails. In one order for everybody: two transactions that add the same mails wait for each other
-- and never deadlock.
INSERT INTO mails (event, kind, recipient_id, email, name, language, time_zone, sealed_facts, created_at, due_at)
SELECT event, kind, recipient_id, email, name, language, time_zone, sealed_facts, %(now)s, %(now)s
FROM unnest(
    %(events)s::text[], %(kinds)s::text[], %(recipient_ids)s::text[], %(emails)s::text[], %(names)s::text[],
    %(languages)s::text[], %(time_zones)s::text[], %(sealed_facts)s::bytea[]
) AS mail (event, kind, recipient_id, email, name, language, time_zone, sealed_facts)
ORDER BY event, recipient_id
ON CONFLICT (event, recipient_id) DO NOTHING
