-- depends: 0018.companies
-- What users asked for. `recurrence` is null for what happens once; `next_due_at` is null when nothing is left to do.
CREATE TABLE lookups (
    id uuid PRIMARY KEY,
    owner_id text NOT NULL,
    cnpj text NOT NULL CHECK (cnpj ~ '^[0-9A-Z]{12}[0-9]{2}$'),
    priority text NOT NULL DEFAULT 'normal' CHECK (priority IN ('high', 'normal', 'low')),
    recurrence jsonb,
    time_zone text NOT NULL,
    misfire text NOT NULL DEFAULT 'coalesce' CHECK (misfire IN ('coalesce', 'skip', 'run_all')),
    grace_seconds integer NOT NULL CHECK (grace_seconds >= 0),
    notify boolean NOT NULL,
    next_due_at timestamptz,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL
);
CREATE INDEX lookups_owner ON lookups (owner_id, id);
CREATE INDEX lookups_due ON lookups (next_due_at) WHERE next_due_at IS NOT NULL;

-- One run of a look-up. `doorbell` is the id of the message on the lane `lookups` that carries it now, `rung_at` when
-- that was sent, null while it is still to be sent. `ranked_at` is the order of work: the lowest first.
-- `started_at`: of the first attempt. `company` holds no raw answer; partners in it are personal data.
CREATE TABLE lookup_tasks (
    id uuid PRIMARY KEY,
    lookup_id uuid NOT NULL REFERENCES lookups ON DELETE CASCADE,
    owner_id text NOT NULL,
    cnpj text NOT NULL,
    priority text NOT NULL CHECK (priority IN ('high', 'normal', 'low')),
    notify boolean NOT NULL,
    due_at timestamptz NOT NULL,
    catch_up boolean NOT NULL DEFAULT false,
    queued_at timestamptz NOT NULL,
    ranked_at timestamptz NOT NULL,
    -- Checked at the end of a statement, since tasks exchange theirs.
    doorbell uuid NOT NULL UNIQUE DEFERRABLE,
    rung_at timestamptz,
    state text NOT NULL DEFAULT 'queued'
        CHECK (state IN ('queued', 'running', 'retrying', 'dead', 'succeeded', 'not_found')),
    attempts integer NOT NULL DEFAULT 0,
    started_at timestamptz,
    finished_at timestamptz,
    provider text,
    company jsonb,
    error text,
    UNIQUE (lookup_id, due_at)
);
CREATE INDEX lookup_tasks_fresh ON lookup_tasks (ranked_at) WHERE state = 'queued' AND attempts = 0;
CREATE INDEX lookup_tasks_unrung ON lookup_tasks (queued_at) WHERE rung_at IS NULL;
CREATE INDEX lookup_tasks_owner ON lookup_tasks (owner_id, finished_at);
CREATE INDEX lookup_tasks_lookup ON lookup_tasks (lookup_id, due_at);
CREATE INDEX lookup_tasks_unfinished ON lookup_tasks (queued_at) WHERE state IN ('queued', 'running', 'retrying');
CREATE INDEX lookup_tasks_dead ON lookup_tasks (finished_at) WHERE state = 'dead';
-- When the schedule last handed over what was due before.
CREATE INDEX lookup_tasks_handed_over ON lookup_tasks (queued_at) WHERE queued_at > due_at;
