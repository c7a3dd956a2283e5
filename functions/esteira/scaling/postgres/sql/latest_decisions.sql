SELECT id, plan
FROM flow_decisions
ORDER BY at DESC, id DESC
LIMIT %(limit)s
