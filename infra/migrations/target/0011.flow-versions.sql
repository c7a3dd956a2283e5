-- depends: 0001.orders
-- Every configuration of the flow there ever was. Rows are only added: who decided what, and when, stays readable.
CREATE TABLE flow_versions (
    version       integer     PRIMARY KEY CHECK (version > 0),
    configuration jsonb       NOT NULL,
    changed_by    text        NOT NULL,
    changed_at    timestamptz NOT NULL
);
