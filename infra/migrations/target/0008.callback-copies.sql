-- depends: 0006.callback-attempts
-- How many copies of a callback's message were sent, and when one was last sent or last failed an attempt. NULL: no
-- copy is in motion. The sweep sends a copy again when this time is too long ago.
ALTER TABLE callbacks
    ADD COLUMN copies        integer     NOT NULL DEFAULT 1 CHECK (copies >= 0),
    ADD COLUMN copy_heard_at timestamptz DEFAULT now();
CREATE INDEX callbacks_received ON callbacks (received_at, provider, event_id);
