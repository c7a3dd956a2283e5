SELECT CASE state WHEN 'pending' THEN 'waits' WHEN 'sending' THEN 'being sent' WHEN 'failed' THEN 'not sent' ELSE state END
        AS "State",
    error AS "Last error",
    CASE kind WHEN 'lookup_succeeded' THEN 'Look-up done' WHEN 'confirm_account' THEN 'Confirm the account' END AS "About",
    email AS "To", tries AS "Tries", created_at AS "Created", sent_at AS "Sent"
FROM mails
WHERE id = %(id)s
