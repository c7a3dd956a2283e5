-- depends: 0001.orders
-- History of scaling: plans that changed something, with the observations they were computed from, and the actions of
-- the scaler. A plan without a change is not stored. Each insert deletes rows older than 90 days.
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
