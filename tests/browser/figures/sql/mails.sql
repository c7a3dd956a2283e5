SELECT CASE kind WHEN 'lookup_succeeded' THEN 'Look-up done' WHEN 'digest' THEN 'Digest of look-ups'
        WHEN 'confirm_account' THEN 'Confirm the account' WHEN 'lookup_failed' THEN 'Look-up failed' END AS kind,
    email AS to,
    CASE state WHEN 'pending' THEN 'waits' WHEN 'sending' THEN 'being sent' WHEN 'failed' THEN 'not sent' ELSE state END
        AS state,
    tries, created_at AS created, sent_at AS sent
FROM mails
ORDER BY created_at DESC
