UPDATE failures
SET fingerprint = %(fingerprint)s, kind = %(kind)s, component = %(component)s, place = %(place)s, cause = %(cause)s,
    original = %(original)s, original_is_whole = %(original_is_whole)s, lane = %(lane)s, attempt = %(attempt)s,
    state = %(state)s, reason = %(reason)s, due_at = %(due_at)s, reported_at = %(reported_at)s,
    changed_at = %(changed_at)s, changed_by = NULL, note = NULL, report_id = %(report_id)s
WHERE id = %(id)s
