-- Nothing is left of facts that are secrets once a mail is sent or given up. A later claim is not disturbed.
UPDATE mails
SET state = %(state)s, sent_at = %(sent_at)s, error = %(error)s,
    sealed_facts = CASE WHEN %(forget)s THEN NULL ELSE sealed_facts END
WHERE id = %(id)s AND tries = %(tries)s AND state = 'sending'
