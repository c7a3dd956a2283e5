SELECT cause,
    CASE state WHEN 'waiting' THEN 'waits to be sent' WHEN 'parked' THEN 'waits for you' ELSE state END AS state,
    component, lane, attempt, reported_at AS reported
FROM failures
WHERE fingerprint = %(fingerprint)s
ORDER BY created_at DESC
