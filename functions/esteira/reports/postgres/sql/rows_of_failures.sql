SELECT f.id::text AS id, f.state, f.kind, f.component, f.place, f.cause, f.lane, f.attempt, f.tries, f.reason,
    f.fingerprint, f.reported_at, f.created_at, f.changed_at, f.changed_by, f.note
FROM failures f
WHERE (%(since)s::timestamptz IS NULL OR f.created_at >= %(since)s)
  AND (%(until)s::timestamptz IS NULL OR f.created_at < %(until)s)
  AND (%(state)s::text IS NULL OR f.state = %(state)s)
  AND (%(kind)s::text IS NULL OR f.kind = %(kind)s)
  AND (%(lane)s::text IS NULL OR f.lane = %(lane)s)
  AND (%(fingerprint)s::text IS NULL OR f.fingerprint = %(fingerprint)s)
ORDER BY f.created_at, f.id
