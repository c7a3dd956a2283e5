SELECT error, CASE lane WHEN 'lookups' THEN 'look-ups' ELSE lane END AS lane, count(*) AS count, count(*) AS spark,
    min(died_at) AS first, max(died_at) AS last
FROM dead_letters
GROUP BY dead_letters.lane, error
ORDER BY count(*) DESC, dead_letters.lane
