-- depends: 0001.orders
-- Credentials of integrations. The secret is encrypted by the application; updated_at is when it was last replaced.
CREATE TABLE integration_tokens (
    name                    text        PRIMARY KEY,
    provider                text        NOT NULL,
    sealed_secret           bytea       NOT NULL,
    lifetime_seconds        bigint      NOT NULL CHECK (lifetime_seconds > 0),
    expiring_margin_seconds bigint      CHECK (expiring_margin_seconds >= 0),
    created_at              timestamptz NOT NULL,
    updated_at              timestamptz NOT NULL
);
