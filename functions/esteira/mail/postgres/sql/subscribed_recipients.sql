SELECT recipient_id, email, name, language, time_zone
FROM mail_recipients
WHERE recipient_id = ANY(%(recipient_ids)s) AND unsubscribed_at IS NULL AND NOT disabled
