UPDATE failures
SET state = %(state)s, reason = %(reason)s, due_at = %(due_at)s, changed_at = %(at)s, changed_by = %(by)s,
    note = %(note)s
WHERE id = %(id)s
RETURNING id, fingerprint, kind, component, place, cause, original, original_is_whole, lane, attempt, state, reason, tries,
    due_at, reported_at, created_at, changed_at, changed_by, note, report_id
