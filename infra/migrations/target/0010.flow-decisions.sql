-- depends: 0001.orders
-- Why there were so many workers at some time: plans that changed something, with all that they were computed from, and
-- what the scaler did. A plan that changes nothing is not kept, and whoever adds one drops what is older than 90 days.
CREATE TABLE flow_decisions (
    id   bigserial   PRIMARY KEY,
    at   timestamptz NOT NULL,
    plan jsonb       NOT NULL
);

CREATE INDEX flow_decisions_by_time ON flow_decisions (at, id);

CREATE TABLE scaling_events (
    id     bigserial   PRIMARY KEY,
    at     timestamptz NOT NULL,
    lane   text        NOT NULL,
    action text        NOT NULL,
    worker text        NOT NULL,
    reason text        NOT NULL
);

CREATE INDEX scaling_events_by_time ON scaling_events (at, id);
