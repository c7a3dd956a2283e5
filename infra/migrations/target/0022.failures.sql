-- depends: 0021.unsubscribe-and-digest
-- Errors that were published to the queue `errors`. A failure is one error, or all errors of one message of a lane: its
-- id is then made of the message's. In Postgres and not with a life time in MongoDB, since what is due is claimed by
-- several workers, and since what is parked must not expire before somebody has decided about it.
CREATE TABLE failures (
    id uuid PRIMARY KEY,
    report_id uuid NOT NULL,
    fingerprint text NOT NULL,
    kind text NOT NULL,
    component text NOT NULL,
    place text NOT NULL,
    cause text NOT NULL,
    original text,
    original_is_whole boolean NOT NULL,
    lane text,
    attempt integer,
    state text NOT NULL CHECK (state IN ('noted', 'waiting', 'retried', 'parked', 'discarded')),
    reason text NOT NULL,
    tries integer NOT NULL DEFAULT 0,
    due_at timestamptz,
    reported_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by text,
    note text,
    CHECK ((state = 'waiting') = (due_at IS NOT NULL))
);
CREATE INDEX failures_due ON failures (due_at, id) WHERE state = 'waiting';
CREATE INDEX failures_listed ON failures (created_at DESC, id DESC);
CREATE INDEX failures_of_a_group ON failures (fingerprint, state);
CREATE INDEX failures_done ON failures (changed_at) WHERE state NOT IN ('waiting', 'parked');

-- Errors with the same fingerprint. Of those that were only counted the kind is not known. `uncounted`: errors that were
-- not counted in Redis, since it was away.
CREATE TABLE failure_groups (
    fingerprint text PRIMARY KEY,
    kind text,
    component text NOT NULL DEFAULT '',
    place text NOT NULL DEFAULT '',
    cause text NOT NULL DEFAULT '',
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    uncounted bigint NOT NULL DEFAULT 0
);
CREATE INDEX failure_groups_listed ON failure_groups (last_at DESC, fingerprint DESC);

-- All errors of a minute, also those that were not published. Counts only grow, so that taking them twice does no harm.
CREATE TABLE failure_counts (
    fingerprint text NOT NULL,
    minute timestamptz NOT NULL,
    count bigint NOT NULL,
    PRIMARY KEY (fingerprint, minute)
);
CREATE INDEX failure_counts_by_age ON failure_counts (minute);
