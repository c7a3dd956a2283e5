SELECT id, owner_id, owner_name, kind, format, filters, only_owner, state, requested_at, starts, started_at, heard_at,
    promised, done, finished_at, reason, object_key, size_bytes, cut_cells, replaced_cells
FROM report_jobs
WHERE state IN ('queued', 'running') OR (state NOT IN ('queued', 'running') AND finished_at >= %(since)s)
ORDER BY requested_at DESC, id DESC
LIMIT 100
