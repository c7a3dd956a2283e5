-- Only the successor of the newest version gets in. Of two that come at once the primary key lets one pass.
INSERT INTO flow_versions (version, configuration, changed_by, changed_at)
SELECT %(expected)s + 1, %(configuration)s, %(by)s, %(at)s
WHERE %(expected)s = (SELECT coalesce(max(version), 0) FROM flow_versions)
ON CONFLICT (version) DO NOTHING
RETURNING version, configuration, changed_by, changed_at
