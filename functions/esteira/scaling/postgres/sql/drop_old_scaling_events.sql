DELETE FROM scaling_events
WHERE at < %(before)s
