SELECT id, lane, by, created_at, state, canary, per_second, question, ids, repeats, canary_id, canary_body,
    canary_sent_at, reason, waiting, sent, gone, undone
FROM redrive_jobs,
    LATERAL (
        SELECT count(*) FILTER (WHERE i.state = 'waiting') AS waiting, count(*) FILTER (WHERE i.state = 'sent') AS sent,
            count(*) FILTER (WHERE i.state = 'gone') AS gone, count(*) FILTER (WHERE i.state = 'undone') AS undone
        FROM redrive_items i
        WHERE i.job_id = redrive_jobs.id
    ) AS counts
WHERE id = %(job_id)s
