SELECT name, provider, lifetime_seconds, expiring_margin_seconds, created_at, updated_at
FROM integration_tokens
ORDER BY name
