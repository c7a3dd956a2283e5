SELECT recipient_id, email, name, language, time_zone, unsubscribed_at IS NULL
FROM mail_recipients
WHERE recipient_id = %(recipient_id)s
