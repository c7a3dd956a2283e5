SELECT CASE kind WHEN 'lookups' THEN 'Look-ups' WHEN 'failures' THEN 'Errors' WHEN 'dead_letters' THEN 'Dead letters'
        ELSE initcap(kind) END || ' · ' || upper(format) AS title,
    CASE state WHEN 'done' THEN 'ready' WHEN 'running' THEN 'being written' WHEN 'queued' THEN 'waiting' ELSE state END
        AS state,
    to_char(requested_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') AS asked,
    ltrim(to_char(done, 'FM999,999,990')) || ' of ' || ltrim(to_char(promised, 'FM999,999,990')) || ' rows' AS rows,
    CASE WHEN state = 'running' THEN round(done / date_part('epoch', heard_at - started_at)) || '/s' END AS rate,
    CASE WHEN state = 'running'
        THEN floor((promised - done) / (done / date_part('epoch', heard_at - started_at)) / 60) || ' min left' END AS left,
    to_char(size_bytes / 1e6, 'FM990.0') || ' MB' AS size,
    'kept until '
        || to_char((finished_at + interval '7 days') AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI')
        || CASE WHEN object_key IS NULL THEN NULL ELSE '' END AS kept,
    nullif(cut_cells, 0) || ' texts were cut' AS cut, nullif(replaced_cells, 0) || ' text with replaced characters' AS replaced,
    reason
FROM report_jobs
WHERE owner_id = %(owner)s
ORDER BY requested_at DESC
