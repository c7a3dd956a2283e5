UPDATE report_jobs
SET done = %(done)s, promised = %(promised)s, heard_at = %(at)s
WHERE id = %(id)s AND starts = %(starts)s AND state = 'running'
RETURNING id
