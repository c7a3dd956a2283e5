-- As in the first migration of a source.
CREATE TABLE orders (
    id             bigserial PRIMARY KEY,
    product        text        NOT NULL,
    price          numeric     NOT NULL,
    security_check boolean     NOT NULL,
    created_at     timestamptz NOT NULL DEFAULT now()
);
