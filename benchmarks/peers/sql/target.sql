-- The target as in the first migration, without what Esteira adds to count and search orders.
CREATE TABLE orders (
    source             text          NOT NULL,
    source_id          bigint        NOT NULL,
    product            text          NOT NULL,
    price              numeric       NOT NULL,
    security_check     boolean       NOT NULL CHECK (security_check),
    attempts           smallint      NOT NULL CHECK (attempts >= 1),
    message_id         uuid          NOT NULL,
    payload_hash       text          NOT NULL,
    processed_at       timestamptz   NOT NULL DEFAULT now(),
    PRIMARY KEY (source, source_id)
);
CREATE INDEX orders_message_id ON orders (message_id);
