-- depends: 0001.orders
-- The ledger's other states. A row in order_failures: n < 5 is retrying, n = 5 is dead; gone on success.
CREATE TABLE order_failures (
    source     text        NOT NULL,
    source_id  bigint      NOT NULL,
    message_id uuid        NOT NULL,
    attempt    smallint    NOT NULL CHECK (attempt >= 0),
    error      text        NOT NULL,
    failed_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (source, source_id)
);
CREATE INDEX order_failures_message_id ON order_failures (message_id);

-- Rows of a source that can never become a message, with the reason.
CREATE TABLE producer_rejects (
    source      text        NOT NULL,
    source_id   bigint      NOT NULL,
    reason      text        NOT NULL,
    rejected_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (source, source_id)
);

-- The cursor's second home: where reading goes on when Redis has lost everything.
CREATE TABLE producer_checkpoint (
    source   text        PRIMARY KEY,
    epoch    text        NOT NULL,
    x        xid8        NOT NULL,
    id       bigint      NOT NULL,
    saved_at timestamptz NOT NULL DEFAULT now()
);
