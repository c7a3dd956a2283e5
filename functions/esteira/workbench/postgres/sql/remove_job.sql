DELETE FROM redrive_jobs WHERE id = %(job_id)s
