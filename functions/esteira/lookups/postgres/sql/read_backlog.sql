-- Counts, however many tasks there are. Ranks are rounded up to a step, so that tasks of one priority that are queued
-- by now come before one that is queued now. What is due once is rounded up to when the schedule hands it over.
WITH schedule AS (
    SELECT max(queued_at) AS handed_over_at FROM lookup_tasks WHERE queued_at > due_at
),
ranked AS (
    SELECT %(now)s + interval '1 second' * %(step)s
        * greatest(ceil(extract(epoch FROM ranked_at - %(now)s) / %(step)s), 0) AS at
    FROM lookup_tasks
    WHERE state = 'queued' AND attempts = 0
    UNION ALL
    SELECT %(now)s FROM lookup_tasks WHERE state IN ('running', 'retrying')
),
due AS (
    SELECT l.priority, l.recurrence,
        CASE WHEN l.recurrence IS NOT NULL THEN l.time_zone END AS time_zone,
        CASE
            WHEN l.recurrence IS NOT NULL THEN l.next_due_at
            ELSE date_bin(interval '1 minute', l.next_due_at - interval '1 microsecond', coalesce(s.handed_over_at, %(now)s))
                + interval '1 minute'
        END AS at
    FROM lookups l, schedule s
    WHERE l.next_due_at < %(until)s
      AND (l.recurrence IS NOT NULL OR %(since)s <= %(now)s OR l.next_due_at >= %(since)s)
)
SELECT 'schedule', NULL::text, NULL::jsonb, NULL::text, handed_over_at, 1::bigint FROM schedule
UNION ALL
SELECT 'waiting', NULL, NULL, NULL, at, count(*) FROM ranked GROUP BY at
UNION ALL
(
    SELECT 'planned', priority, recurrence, time_zone, at, count(*)
    FROM due
    GROUP BY priority, recurrence, time_zone, at
    ORDER BY at
    LIMIT %(limit)s
)
