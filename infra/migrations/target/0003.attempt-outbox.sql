-- depends: 0001.orders
-- Attempt documents that could not be written to MongoDB; a relay delivers them later.
CREATE TABLE attempt_outbox (
    attempt_id text        PRIMARY KEY,
    document   jsonb       NOT NULL,
    stored_at  timestamptz NOT NULL DEFAULT now()
);
