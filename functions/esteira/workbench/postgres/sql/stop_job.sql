UPDATE redrive_jobs
SET state = 'stopped', reason = %(reason)s
WHERE id = %(job_id)s AND state = ANY (%(open)s::text[])
RETURNING 1
