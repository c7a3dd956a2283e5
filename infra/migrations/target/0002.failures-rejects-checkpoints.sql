-- depends: 0001.orders
-- The other states of the ledger. A row in order_failures: attempt < 5 is retrying, 5 is dead; deleted on success.
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

-- Rows of a source that cannot become a message, with the reason.
CREATE TABLE producer_rejects (
    source      text        NOT NULL,
    source_id   bigint      NOT NULL,
    reason      text        NOT NULL,
    rejected_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (source, source_id)
);

-- Checkpoints of the cursors, from which reading continues when Redis has lost its data.
CREATE TABLE producer_checkpoint (
    source   text        PRIMARY KEY,
    epoch    text        NOT NULL,
    x        xid8        NOT NULL,
    id       bigint      NOT NULL,
    saved_at timestamptz NOT NULL DEFAULT now()
);
