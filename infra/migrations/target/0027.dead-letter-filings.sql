-- depends: 0026.dead-letters

-- When each dead-letter queue was last read into `dead_letters`, what it held then, and until when somebody reads it.
CREATE TABLE dead_letter_filings (
    lane text PRIMARY KEY,
    at timestamptz,
    letters integer NOT NULL DEFAULT 0 CHECK (letters >= 0),
    complete boolean NOT NULL DEFAULT false,
    seconds double precision NOT NULL DEFAULT 0 CHECK (seconds >= 0),
    claimed_until timestamptz
);

-- A bulk redrive keeps the bodies that it sends, so that it can be undone, and what it was asked for, so that it can be
-- repeated. `repeats`: the redrive that it repeats.
ALTER TABLE redrive_jobs
    DROP CONSTRAINT redrive_jobs_state_check,
    ADD CONSTRAINT redrive_jobs_state_check
        CHECK (state IN ('ready', 'watching', 'running', 'done', 'stopped', 'failed', 'undoing', 'undone')),
    ADD COLUMN question jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN ids text[],
    ADD COLUMN repeats uuid;
ALTER TABLE redrive_items
    DROP CONSTRAINT redrive_items_state_check,
    ADD CONSTRAINT redrive_items_state_check CHECK (state IN ('waiting', 'sent', 'gone', 'undone')),
    ADD COLUMN body bytea;
DROP INDEX redrive_jobs_due;
CREATE INDEX redrive_jobs_due ON redrive_jobs (due_at) WHERE state IN ('ready', 'watching', 'running', 'undoing');
CREATE INDEX redrive_jobs_listed ON redrive_jobs (created_at DESC, id DESC);
CREATE INDEX redrive_items_sent ON redrive_items (job_id, place) WHERE state = 'sent';
