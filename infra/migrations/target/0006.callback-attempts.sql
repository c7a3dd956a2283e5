-- depends: 0004.callbacks
-- The last failed attempt of a callback and its error, as order_failures for orders. Zero: none failed.
ALTER TABLE callbacks
    ADD COLUMN attempt smallint NOT NULL DEFAULT 0 CHECK (attempt >= 0),
    ADD COLUMN error   text;
