UPDATE mails
SET state = 'pending', due_at = %(at)s, error = %(error)s
WHERE id = %(id)s AND tries = %(tries)s AND state = 'sending'
