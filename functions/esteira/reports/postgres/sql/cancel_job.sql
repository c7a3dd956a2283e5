UPDATE report_jobs
SET state = 'cancelled', finished_at = %(now)s
WHERE id = %(id)s AND owner_id = %(owner_id)s AND state IN ('queued', 'running')
RETURNING id, owner_id, owner_name, kind, format, filters, only_owner, state, requested_at, starts, started_at, heard_at,
    promised, done, finished_at, reason, object_key, size_bytes, cut_cells, replaced_cells
