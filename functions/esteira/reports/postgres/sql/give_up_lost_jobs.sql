UPDATE report_jobs
SET state = 'failed', reason = %(reason)s, finished_at = %(now)s
WHERE state = 'running' AND heard_at < %(lost_before)s AND starts >= %(most_starts)s
RETURNING id
