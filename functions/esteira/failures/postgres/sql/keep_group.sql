-- Of a group that was only counted so far the description is added.
INSERT INTO failure_groups AS g (fingerprint, kind, component, place, cause, first_at, last_at, uncounted)
VALUES (%(fingerprint)s, %(kind)s, %(component)s, %(place)s, %(cause)s, %(at)s, %(at)s, %(uncounted)s)
ON CONFLICT (fingerprint) DO UPDATE
SET kind = excluded.kind, component = excluded.component, place = excluded.place, cause = excluded.cause,
    first_at = least(g.first_at, excluded.first_at), last_at = greatest(g.last_at, excluded.last_at),
    uncounted = g.uncounted + excluded.uncounted
