SELECT to_char(at AT TIME ZONE 'UTC', 'HH24:MI:SS') || ' UTC · ' || CASE action WHEN 'paused' THEN 'lane paused' ELSE action END
    || ' · ' || concat_ws(' · ', nullif(worker, ''), reason) AS text
FROM scaling_events
ORDER BY lane, at
