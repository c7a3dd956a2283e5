DELETE FROM failure_groups g
WHERE g.last_at < %(before)s
  AND NOT EXISTS (SELECT FROM failures f WHERE f.fingerprint = g.fingerprint)
