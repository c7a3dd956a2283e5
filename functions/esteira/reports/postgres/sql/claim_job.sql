-- Concurrent claims get different jobs. Jobs whose worker is lost count as waiting.
WITH next AS (
    SELECT id
    FROM report_jobs
    WHERE (
        (state = 'queued' AND due_at <= %(now)s)
        OR (state = 'running' AND heard_at < %(lost_before)s AND starts < %(most_starts)s)
    )
      AND (
          SELECT count(*) FROM report_jobs WHERE state = 'running' AND heard_at >= %(lost_before)s
      ) < %(at_once)s
    ORDER BY requested_at, id
    LIMIT 1
    FOR UPDATE SKIP LOCKED
)
UPDATE report_jobs j
SET state = 'running', starts = j.starts + 1, started_at = %(now)s, heard_at = %(now)s, promised = NULL, done = 0,
    reason = NULL
FROM next
WHERE j.id = next.id
RETURNING j.id, j.owner_id, j.owner_name, j.kind, j.format, j.filters, j.only_owner, j.state, j.requested_at, j.starts,
    j.started_at, j.heard_at, j.promised, j.done, j.finished_at, j.reason, j.object_key, j.size_bytes, j.cut_cells,
    j.replaced_cells
