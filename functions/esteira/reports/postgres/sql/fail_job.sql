UPDATE report_jobs
SET state = 'failed', reason = %(reason)s, finished_at = %(now)s
WHERE id = %(id)s AND starts = %(starts)s AND state = 'running'
RETURNING id
