-- Keeps when the next step is due, and the state after this one, unless somebody changed it meanwhile.
WITH due AS (
    UPDATE redrive_jobs SET due_at = %(due_at)s WHERE id = %(job_id)s AND state <> %(was)s
)
UPDATE redrive_jobs
SET state = %(state)s, due_at = %(due_at)s,
    reason = CASE WHEN %(reason)s::text = '' THEN reason ELSE %(reason)s::text END,
    canary_id = coalesce(%(canary_id)s::text, canary_id),
    canary_sent_at = coalesce(%(canary_sent_at)s::timestamptz, canary_sent_at),
    canary_body = CASE
        WHEN %(canary_id)s::text IS NULL THEN canary_body
        ELSE (
            SELECT i.body FROM redrive_items i WHERE i.job_id = redrive_jobs.id AND i.sqs_message_id = %(canary_id)s::text
        )
    END
WHERE id = %(job_id)s AND state = %(was)s
