SELECT id, plan
FROM flow_decisions
WHERE at <= %(moment)s
ORDER BY at DESC, id DESC
LIMIT 1
