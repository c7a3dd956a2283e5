-- What still waits is not sent either. The time of the first unsubscription stays.
WITH known AS (
    UPDATE mail_recipients
    SET unsubscribed_at = coalesce(unsubscribed_at, %(now)s)
    WHERE recipient_id = %(recipient_id)s
    RETURNING recipient_id
), stopped AS (
    UPDATE mails m
    SET state = 'failed', error = 'The recipient has unsubscribed.'
    FROM known
    WHERE m.recipient_id = known.recipient_id AND m.state = 'pending' AND m.kind = ANY(%(kinds)s)
)
SELECT recipient_id FROM known
