-- The table where orders are born. A source that has one of its own keeps it.
CREATE TABLE IF NOT EXISTS orders (
    id             bigserial PRIMARY KEY,
    product        text        NOT NULL,
    price          numeric     NOT NULL,
    security_check boolean     NOT NULL,
    created_at     timestamptz NOT NULL DEFAULT now()
);
