INSERT INTO mail_recipients AS r (recipient_id, email, name, language, time_zone)
VALUES (%(id)s, %(email)s, %(name)s, %(language)s, %(time_zone)s)
ON CONFLICT (recipient_id) DO UPDATE
SET email = excluded.email, name = excluded.name, language = excluded.language, time_zone = excluded.time_zone
WHERE (r.email, r.name, r.language, r.time_zone)
    IS DISTINCT FROM (excluded.email, excluded.name, excluded.language, excluded.time_zone)
