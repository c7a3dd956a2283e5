SELECT cause AS "Cause",
    CASE state WHEN 'waiting' THEN 'waits to be sent' WHEN 'parked' THEN 'waits for you' ELSE state END AS "State",
    reason AS "Why", CASE kind WHEN 'bug' THEN 'not foreseen' ELSE kind END AS "Kind", component AS "Component",
    place AS "Place", lane AS "Lane", attempt AS "Attempt", tries AS "Sent again", due_at AS "Next",
    reported_at AS "Reported", changed_at AS "Changed", changed_by AS "Changed by", note AS "Note", fingerprint AS "Equal errors"
FROM failures
WHERE id = %(id)s
