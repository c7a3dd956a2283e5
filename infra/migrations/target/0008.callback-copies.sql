-- depends: 0006.callback-attempts
-- How many copies of a callback's message were sent, and when one was last heard of: sent, or failed an attempt. NULL:
-- none is under way, for sure. The sweep sends again what nothing was heard of for long.
ALTER TABLE callbacks
    ADD COLUMN copies        integer     NOT NULL DEFAULT 1 CHECK (copies >= 0),
    ADD COLUMN copy_heard_at timestamptz DEFAULT now();
CREATE INDEX callbacks_received ON callbacks (received_at, provider, event_id);
