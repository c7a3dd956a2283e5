INSERT INTO integration_tokens (
    name, provider, sealed_secret, lifetime_seconds, expiring_margin_seconds, created_at, updated_at
)
VALUES (
    %(name)s, %(provider)s, %(sealed_secret)s, %(lifetime_seconds)s, %(expiring_margin_seconds)s, %(at)s, %(at)s
)
ON CONFLICT (name) DO NOTHING
RETURNING name, provider, lifetime_seconds, expiring_margin_seconds, created_at, updated_at
