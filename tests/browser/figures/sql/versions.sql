SELECT version::text, changed_at AS at, changed_by AS by,
    CASE WHEN configuration #>> '{lanes,payments,paused}' = 'true' THEN 'payments · Paused no → yes' ELSE 'nothing' END
        AS changes
FROM flow_versions
ORDER BY flow_versions.version DESC
