-- depends: 0022.failures

-- What the dead-letter queues held when they were last read, so that it can be searched. The queues stay the truth.
-- `body` as bytes, since a body may hold what a text column refuses; `readable` is the same without that, and `fields`
-- its single values as text by their paths.
CREATE TABLE dead_letters (
    lane text NOT NULL,
    sqs_message_id text NOT NULL,
    message_id uuid,
    key text,
    source text,
    error text NOT NULL,
    fingerprint text NOT NULL,
    attempt integer NOT NULL CHECK (attempt >= 0),
    died_at timestamptz NOT NULL,
    filed_at timestamptz NOT NULL,
    body bytea NOT NULL,
    readable text NOT NULL,
    fields jsonb NOT NULL,
    PRIMARY KEY (lane, sqs_message_id)
);
CREATE INDEX dead_letters_listed ON dead_letters (died_at DESC, lane DESC, sqs_message_id DESC);
CREATE INDEX dead_letters_of_a_group ON dead_letters (fingerprint, died_at DESC);
CREATE INDEX dead_letters_of_a_source ON dead_letters (source, died_at DESC);
CREATE INDEX dead_letters_by_field ON dead_letters USING gin (fields jsonb_path_ops);

-- Dead letters that were sent back with another body: who did it, and both bodies. An order that arrived so differs from
-- its source's row. `sent_at` is null until its message was sent and its letter deleted.
CREATE TABLE dead_letter_edits (
    id bigserial PRIMARY KEY,
    lane text NOT NULL,
    sqs_message_id text NOT NULL,
    message_id uuid NOT NULL,
    key text NOT NULL,
    before bytea NOT NULL,
    after bytea NOT NULL,
    by text NOT NULL,
    at timestamptz NOT NULL,
    sent_at timestamptz
);
CREATE INDEX dead_letter_edits_of_a_letter ON dead_letter_edits (lane, sqs_message_id);
CREATE INDEX dead_letter_edits_of_a_message ON dead_letter_edits (message_id);
