-- depends: 0004.callbacks
-- What order_failures is to orders: the last failed attempt of a callback, and why it failed. Zero: none failed.
ALTER TABLE callbacks
    ADD COLUMN attempt smallint NOT NULL DEFAULT 0 CHECK (attempt >= 0),
    ADD COLUMN error   text;
