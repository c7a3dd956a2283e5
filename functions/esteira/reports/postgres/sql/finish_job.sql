UPDATE report_jobs
SET state = 'done', finished_at = %(now)s, heard_at = %(now)s, promised = %(rows)s, done = %(rows)s,
    object_key = %(object_key)s, size_bytes = %(size_bytes)s, cut_cells = %(cut_cells)s,
    replaced_cells = %(replaced_cells)s
WHERE id = %(id)s AND starts = %(starts)s AND state = 'running'
RETURNING id
