-- depends: 0005.redrives
-- Failed messages whose order is in the target with other contents, one row for each other contents. No other store
-- has the message, so it is kept until the target has these contents or somebody discards it.
CREATE TABLE order_conflicts (
    source       text        NOT NULL,
    source_id    bigint      NOT NULL,
    payload_hash text        NOT NULL,
    message_id   uuid        NOT NULL,
    body         text        NOT NULL,
    attempt      smallint    NOT NULL CHECK (attempt >= 0),
    error        text        NOT NULL,
    failed_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (source, source_id, payload_hash)
);
CREATE INDEX order_conflicts_message_id ON order_conflicts (message_id);

-- False: the order has a dead letter, and no consumer has ever recorded an attempt of it.
ALTER TABLE order_failures ADD COLUMN attempted boolean NOT NULL DEFAULT true;
UPDATE order_failures SET attempted = false WHERE error = 'died without a record of its last attempt';

-- How a redrive ended. NULL with finished_at: it finished, under an earlier release. NULL without: it has not ended.
ALTER TABLE redrives
    ADD COLUMN ending    text    CHECK (ending IN ('finished', 'failed', 'interrupted')),
    ADD COLUMN discarded integer NOT NULL DEFAULT 0;
