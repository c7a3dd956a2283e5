-- The table of orders in a source. A source that already has one keeps it.
CREATE TABLE IF NOT EXISTS orders (
    id             bigserial PRIMARY KEY,
    product        text        NOT NULL,
    price          numeric     NOT NULL,
    security_check boolean     NOT NULL,
    created_at     timestamptz NOT NULL DEFAULT now()
);
