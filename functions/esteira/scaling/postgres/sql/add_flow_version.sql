-- Inserts only the successor of the newest version. Of two concurrent inserts the primary key admits one.
INSERT INTO flow_versions (version, configuration, changed_by, changed_at)
SELECT %(expected)s + 1, %(configuration)s, %(by)s, %(at)s
WHERE %(expected)s = (SELECT coalesce(max(version), 0) FROM flow_versions)
ON CONFLICT (version) DO NOTHING
RETURNING version, configuration, changed_by, changed_at
