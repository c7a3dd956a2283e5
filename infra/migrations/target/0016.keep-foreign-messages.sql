-- depends: 0013.conflicts-and-untried-orders
-- Bodies that are no message of their lane. The queue alone has them, and an emulator forgets its queues when it ends.
-- Kept until they are sent back or discarded. As bytes, since a body may hold what a text column refuses.
CREATE TABLE foreign_messages (
    lane           text        NOT NULL,
    body_hash      text        NOT NULL,
    body           bytea       NOT NULL,
    sqs_message_id text        NOT NULL,
    failed_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (lane, body_hash)
);
