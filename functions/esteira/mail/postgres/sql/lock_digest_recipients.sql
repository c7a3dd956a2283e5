-- Recipients whom another process is mailing their digest are left to it.
SELECT recipient_id, email, name, language, time_zone, digest_day
FROM mail_recipients
WHERE digest_due_at <= %(due_until)s AND recipient_id > %(after)s AND unsubscribed_at IS NULL AND NOT disabled
ORDER BY recipient_id
LIMIT %(limit)s
FOR NO KEY UPDATE SKIP LOCKED
