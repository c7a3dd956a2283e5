SELECT (plan ->> 'at')::timestamptz AS at FROM flow_decisions ORDER BY id DESC LIMIT 1
