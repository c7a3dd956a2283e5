SELECT id, owner_id, owner_name, kind, format, filters, only_owner, state, requested_at, starts, started_at, heard_at,
    promised, done, finished_at, reason, object_key, size_bytes, cut_cells, replaced_cells
FROM report_jobs
WHERE id = %(id)s AND owner_id = %(owner_id)s
