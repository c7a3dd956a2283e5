UPDATE report_jobs
SET state = 'queued', reason = %(reason)s, due_at = %(due_at)s
WHERE id = %(id)s AND starts = %(starts)s AND state = 'running'
RETURNING id
