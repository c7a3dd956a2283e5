SELECT version, configuration, changed_by AS by FROM flow_versions ORDER BY version DESC LIMIT 1
