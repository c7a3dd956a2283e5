-- Persisted orders: one row an order, however often its message was delivered.
CREATE TYPE payment_state AS ENUM ('pending', 'authorized', 'failed', 'paid', 'refunded', 'charged_back');

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
    payment_state      payment_state,
    payment_changed_at timestamptz,
    PRIMARY KEY (source, source_id)
);
CREATE INDEX orders_message_id ON orders (message_id);
