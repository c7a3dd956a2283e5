SELECT id, fingerprint, kind, component, place, cause, original, original_is_whole, lane, attempt, state, reason, tries,
    due_at, reported_at, created_at, changed_at, changed_by, note, report_id
FROM failures
WHERE id = %(id)s
