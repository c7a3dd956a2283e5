-- depends: 0001.orders
-- All versions of the flow configuration. Rows are only added, so who changed what, and when, can be read.
CREATE TABLE flow_versions (
    version       integer     PRIMARY KEY CHECK (version > 0),
    configuration jsonb       NOT NULL,
    changed_by    text        NOT NULL,
    changed_at    timestamptz NOT NULL
);
