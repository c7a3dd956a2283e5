INSERT INTO report_jobs (id, owner_id, owner_name, kind, format, filters, only_owner, requested_at, due_at)
SELECT %(id)s, %(owner_id)s, %(owner_name)s, %(kind)s, %(format)s, %(filters)s, %(only_owner)s, %(requested_at)s,
    %(requested_at)s
WHERE (
    SELECT count(*) FROM report_jobs WHERE owner_id = %(owner_id)s AND state IN ('queued', 'running')
) < %(most_active)s
RETURNING id, owner_id, owner_name, kind, format, filters, only_owner, state, requested_at, starts, started_at, heard_at,
    promised, done, finished_at, reason, object_key, size_bytes, cut_cells, replaced_cells
