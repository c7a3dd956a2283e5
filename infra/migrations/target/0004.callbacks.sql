-- depends: 0001.orders
-- Notifications of payment providers, one row each.
CREATE TABLE callbacks (
    provider     text          NOT NULL,
    event_id     text          NOT NULL,
    source       text          NOT NULL,
    source_id    bigint        NOT NULL,
    state        payment_state NOT NULL,
    amount       numeric       NOT NULL,
    occurred_at  timestamptz   NOT NULL,
    received_at  timestamptz   NOT NULL DEFAULT now(),
    processed_at timestamptz,
    PRIMARY KEY (provider, event_id)
);
CREATE INDEX callbacks_unprocessed ON callbacks (received_at) WHERE processed_at IS NULL;
