-- Claims what is due, and what was claimed by a worker that has not been heard of for two minutes. Concurrent claims get
-- different failures. The number of tries tells a claim from an older one.
WITH due AS (
    SELECT id
    FROM failures
    WHERE state = 'waiting' AND due_at <= %(now)s
    ORDER BY due_at, id
    LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
)
UPDATE failures f
SET tries = tries + 1, due_at = %(now)s::timestamptz + interval '2 minutes'
FROM due
WHERE f.id = due.id
RETURNING f.id, f.fingerprint, f.kind, f.component, f.place, f.cause, f.original, f.original_is_whole, f.lane, f.attempt, f.state, f.reason, f.tries,
    f.due_at, f.reported_at, f.created_at, f.changed_at, f.changed_by, f.note, f.report_id
