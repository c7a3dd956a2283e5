SELECT provider AS "Provider", to_char(lifetime_seconds, 'FM999,999,990') || ' s' AS "Lifetime in seconds",
    to_char(coalesce(expiring_margin_seconds, 86400), 'FM999,999,990') || ' s' AS "Warn so many seconds before",
    created_at AS "Created", updated_at AS "Last rotated",
    updated_at + lifetime_seconds * interval '1 second' AS "Expires"
FROM integration_tokens
WHERE name = %(name)s
