-- Another worker may have been faster: then nothing changes, and no row is returned.
INSERT INTO failures (id, fingerprint, kind, component, place, cause, original, original_is_whole, lane, attempt, state,
    reason, tries, due_at, reported_at, created_at, changed_at, report_id)
VALUES (%(id)s, %(fingerprint)s, %(kind)s, %(component)s, %(place)s, %(cause)s, %(original)s, %(original_is_whole)s,
    %(lane)s, %(attempt)s, %(state)s, %(reason)s, %(tries)s, %(due_at)s, %(reported_at)s, %(created_at)s,
    %(changed_at)s, %(report_id)s)
ON CONFLICT (id) DO NOTHING
RETURNING id
