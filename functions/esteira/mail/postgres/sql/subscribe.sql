UPDATE mail_recipients SET unsubscribed_at = NULL WHERE recipient_id = %(recipient_id)s RETURNING recipient_id
