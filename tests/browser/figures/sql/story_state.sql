SELECT CASE WHEN c.source IS NOT NULL THEN 'in conflict' WHEN o.source IS NOT NULL THEN 'persisted'
        WHEN f.attempt >= 5 THEN 'dead' ELSE 'retrying' END AS "State",
    coalesce(c.failed_at, o.processed_at, f.failed_at) AS "Since", coalesce(c.error, f.error) AS "Why",
    coalesce(o.message_id, f.message_id)::text AS "Message id",
    CASE WHEN o.source IS NOT NULL THEN 'Source and target hold the same order.' END AS " "
FROM (VALUES (%(id)s::bigint)) AS asked (id)
LEFT JOIN orders o ON o.source_id = asked.id
LEFT JOIN order_conflicts c ON c.source_id = asked.id
LEFT JOIN order_failures f ON f.source_id = asked.id
