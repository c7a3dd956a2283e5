UPDATE source_restarts SET settled_at = now(), settled_by = %(by)s
 WHERE source = %(source)s AND settled_at IS NULL
