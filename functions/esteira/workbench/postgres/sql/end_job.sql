UPDATE redrive_jobs
SET state = %(state)s, reason = %(reason)s
WHERE id = %(job_id)s AND state = ANY (%(from)s::text[])
RETURNING 1
