-- A NULL parameter leaves its column unchanged. A new secret starts a new lifetime.
UPDATE integration_tokens
SET provider = coalesce(%(provider)s, provider),
    lifetime_seconds = coalesce(%(lifetime_seconds)s, lifetime_seconds),
    expiring_margin_seconds = coalesce(%(expiring_margin_seconds)s, expiring_margin_seconds),
    sealed_secret = coalesce(%(sealed_secret)s, sealed_secret),
    updated_at = CASE WHEN %(sealed_secret)s::bytea IS NULL THEN updated_at ELSE %(at)s END
WHERE name = %(name)s
RETURNING name, provider, lifetime_seconds, expiring_margin_seconds, created_at, updated_at
