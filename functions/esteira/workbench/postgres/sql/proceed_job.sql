-- Keeps the state after a step. A job that was stopped meanwhile stays stopped.
UPDATE redrive_jobs
SET state = %(state)s, reason = %(reason)s, due_at = %(due_at)s,
    canary_id = coalesce(%(canary_id)s::text, canary_id),
    canary_sent_at = coalesce(%(canary_sent_at)s::timestamptz, canary_sent_at),
    canary_body = CASE
        WHEN %(canary_id)s::text IS NULL THEN canary_body
        ELSE coalesce(
            (
                SELECT d.body
                FROM dead_letters d
                WHERE d.lane = redrive_jobs.lane AND d.sqs_message_id = %(canary_id)s::text
            ),
            ''
        )
    END
WHERE id = %(job_id)s AND state = ANY (%(open)s::text[])
