-- A page of bulk redrives from behind a place, the newest first. Items are counted of the jobs of this page only.
WITH listed AS MATERIALIZED (
    SELECT *
    FROM redrive_jobs
    WHERE (%(lane)s::text IS NULL OR lane = %(lane)s)
      AND (
          %(after_created_at)s::timestamptz IS NULL
          OR (created_at, id) < (%(after_created_at)s, %(after_id)s::uuid)
      )
    ORDER BY created_at DESC, id DESC
    LIMIT %(limit)s
)
SELECT id, lane, by, created_at, state, canary, per_second, question, ids, repeats, canary_id, canary_body,
    canary_sent_at, reason, waiting, sent, gone, undone
FROM listed,
    LATERAL (
        SELECT count(*) FILTER (WHERE i.state = 'waiting') AS waiting, count(*) FILTER (WHERE i.state = 'sent') AS sent,
            count(*) FILTER (WHERE i.state = 'gone') AS gone, count(*) FILTER (WHERE i.state = 'undone') AS undone
        FROM redrive_items i
        WHERE i.job_id = listed.id
    ) AS counts
ORDER BY created_at DESC, id DESC
