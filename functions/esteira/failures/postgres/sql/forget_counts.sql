DELETE FROM failure_counts
WHERE minute < %(before)s
