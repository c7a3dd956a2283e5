-- depends: 0001.orders
-- Redrives: who sent which dead letters back, when, and how many.
CREATE TABLE redrives (
    id              bigserial   PRIMARY KEY,
    lane            text        NOT NULL,
    requested_by    text        NOT NULL,
    selection       text[],
    rate_per_second numeric,
    moved           integer     NOT NULL DEFAULT 0,
    requested_at    timestamptz NOT NULL DEFAULT now(),
    finished_at     timestamptz
);
