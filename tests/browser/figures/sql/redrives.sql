SELECT created_at AS created, CASE lane WHEN 'lookups' THEN 'look-ups' ELSE lane END AS lane, state,
    (SELECT count(*) FROM redrive_items i WHERE i.job_id = j.id AND i.state = 'waiting') AS waiting,
    (SELECT count(*) FROM redrive_items i WHERE i.job_id = j.id AND i.state = 'sent') AS sent,
    (SELECT count(*) FROM redrive_items i WHERE i.job_id = j.id AND i.state = 'gone') AS gone,
    (SELECT count(*) FROM redrive_items i WHERE i.job_id = j.id AND i.state = 'undone') AS undone, by,
    nullif(reason, '') AS reason
FROM redrive_jobs j
ORDER BY created_at DESC
