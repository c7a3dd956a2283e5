SELECT name, provider, lifetime_seconds, updated_at + lifetime_seconds * interval '1 second' AS expires
FROM integration_tokens
ORDER BY expires
