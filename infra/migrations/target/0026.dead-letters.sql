-- depends: 0025.lists-of-mails-and-callbacks

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

-- Bulk redrives. `canary_body`: the letter that was sent first, whose result is awaited in the state `watching`.
CREATE TABLE redrive_jobs (
    id uuid PRIMARY KEY,
    lane text NOT NULL,
    by text NOT NULL,
    created_at timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('ready', 'watching', 'running', 'done', 'stopped', 'failed')),
    canary boolean NOT NULL,
    per_second double precision CHECK (per_second > 0),
    canary_id text,
    canary_body bytea,
    canary_sent_at timestamptz,
    reason text NOT NULL DEFAULT '',
    due_at timestamptz NOT NULL
);
CREATE INDEX redrive_jobs_due ON redrive_jobs (due_at) WHERE state IN ('ready', 'watching', 'running');

-- The letters of a bulk redrive in their order.
CREATE TABLE redrive_items (
    job_id uuid NOT NULL REFERENCES redrive_jobs ON DELETE CASCADE,
    place bigint NOT NULL,
    sqs_message_id text NOT NULL,
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'gone')),
    PRIMARY KEY (job_id, sqs_message_id)
);
CREATE INDEX redrive_items_waiting ON redrive_items (job_id, place) WHERE state = 'waiting';
