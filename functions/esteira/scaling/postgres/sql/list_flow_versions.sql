SELECT version, configuration, changed_by, changed_at
FROM flow_versions
ORDER BY version DESC
LIMIT %(limit)s
