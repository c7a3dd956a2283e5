-- Facts may be secrets: nothing is left of them once a mail is sent or given up. A later claim is not disturbed.
UPDATE mails
SET state = %(state)s, sent_at = %(sent_at)s, error = %(error)s, sealed_facts = NULL
WHERE id = %(id)s AND tries = %(tries)s AND state = 'sending'
