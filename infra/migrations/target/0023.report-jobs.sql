-- depends: 0022.failures
-- Reports that somebody asked for. In Postgres and not in the broker, so that a job whose worker is killed is begun again,
-- and none is lost with Redis. `starts` tells one start of a job from another: what an earlier one says is ignored.
-- `due_at`: when a waiting job may begin. `heard_at`: when its worker last said how far it is.
CREATE TABLE report_jobs (
    id uuid PRIMARY KEY,
    owner_id text NOT NULL,
    owner_name text NOT NULL,
    kind text NOT NULL,
    format text NOT NULL CHECK (format IN ('csv', 'xlsx')),
    filters jsonb NOT NULL,
    only_owner text,
    state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    requested_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    starts integer NOT NULL DEFAULT 0,
    started_at timestamptz,
    heard_at timestamptz,
    promised bigint,
    done bigint NOT NULL DEFAULT 0,
    finished_at timestamptz,
    reason text,
    object_key text,
    size_bytes bigint,
    cut_cells bigint NOT NULL DEFAULT 0,
    replaced_cells bigint NOT NULL DEFAULT 0,
    CHECK ((state = 'done') = (object_key IS NOT NULL)),
    -- Rows promised are rows in the file.
    CHECK (state <> 'done' OR promised = done)
);
CREATE INDEX report_jobs_listed ON report_jobs (owner_id, requested_at DESC, id DESC);
CREATE INDEX report_jobs_active ON report_jobs (requested_at, id) WHERE state IN ('queued', 'running');
CREATE INDEX report_jobs_ended ON report_jobs (finished_at) WHERE state NOT IN ('queued', 'running');
