-- Claims the oldest mails that are due, and those whose claimant has not been heard of for ten minutes: first those about
-- accounts, since people wait for a code (the index `mails_next` has the same expression). Concurrent claims get
-- different mails. The number of tries tells a claim from an older one.
WITH due AS (
    SELECT id
    FROM mails
    WHERE state IN ('pending', 'sending') AND due_at <= %(now)s
    ORDER BY (kind IN ('lookup_started', 'lookup_succeeded', 'lookup_failed', 'digest')), due_at, id
    LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
)
UPDATE mails m
SET state = 'sending', tries = tries + 1, due_at = %(now)s::timestamptz + interval '10 minutes'
FROM due
WHERE m.id = due.id
RETURNING m.id, m.kind, m.recipient_id, m.email, m.name, m.language, m.time_zone, m.sealed_facts, m.created_at, m.tries
