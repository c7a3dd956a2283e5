-- In another time zone the next digest is due at another time.
INSERT INTO mail_recipients AS r (recipient_id, email, name, language, time_zone, disabled)
VALUES (%(id)s, %(email)s, %(name)s, %(language)s, %(time_zone)s, %(disabled)s)
ON CONFLICT (recipient_id) DO UPDATE
SET email = excluded.email, name = excluded.name, language = excluded.language, time_zone = excluded.time_zone,
    disabled = excluded.disabled,
    digest_due_at = CASE WHEN r.time_zone = excluded.time_zone THEN r.digest_due_at ELSE '-infinity' END
WHERE (r.email, r.name, r.language, r.time_zone, r.disabled)
    IS DISTINCT FROM (excluded.email, excluded.name, excluded.language, excluded.time_zone, excluded.disabled)
