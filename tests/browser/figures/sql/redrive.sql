SELECT j.state AS "State", nullif(reason, '') AS "Why", lane AS "Lane",
    to_char(count(*) FILTER (WHERE i.state = 'waiting'), 'FM999,999,990') AS "Waiting",
    to_char(count(*) FILTER (WHERE i.state = 'sent'), 'FM999,999,990') AS "Sent",
    to_char(count(*) FILTER (WHERE i.state = 'gone'), 'FM999,999,990') AS "No longer there",
    to_char(count(*) FILTER (WHERE i.state = 'undone'), 'FM999,999,990') AS "Taken back",
    to_char(per_second, 'FM990.0') || '/s, one letter first' AS "Pace", by AS "By", created_at AS "Begun"
FROM redrive_jobs j
JOIN redrive_items i ON i.job_id = j.id
WHERE j.id = %(id)s
GROUP BY j.id
