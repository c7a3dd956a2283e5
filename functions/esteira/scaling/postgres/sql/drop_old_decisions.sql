DELETE FROM flow_decisions
WHERE at < %(before)s
