-- depends: 0011.flow-versions
-- What is remembered of a source beside its cursor, so that another history with the same ids is noticed. Checkpoints of
-- older versions have none; the next publish adds it.
ALTER TABLE producer_checkpoint ADD COLUMN evidence text;

-- Sources that began anew. Open until their orders were compared with the target and are equal, or were accepted.
CREATE TABLE source_restarts (
    source     text        NOT NULL,
    epoch      text        NOT NULL,
    reason     text        NOT NULL,
    noticed_at timestamptz NOT NULL DEFAULT now(),
    settled_at timestamptz,
    settled_by text,
    PRIMARY KEY (source, epoch)
);
