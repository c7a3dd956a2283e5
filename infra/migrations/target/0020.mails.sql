-- depends: 0019.lookups
-- The outbox: one mail for each event and recipient. Address, name, language and time zone are those of the event's
-- time. `sealed_facts` fill the text and may be secrets: encrypted, and gone once the mail is sent or given up. `due_at`:
-- when a pending mail is tried, and when one that is being sent counts as lost with its process.
CREATE TABLE mails (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    event text NOT NULL,
    kind text NOT NULL,
    recipient_id text NOT NULL,
    email text NOT NULL,
    name text NOT NULL,
    language text NOT NULL,
    time_zone text NOT NULL,
    sealed_facts bytea,
    state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sending', 'sent', 'failed')),
    tries integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    sent_at timestamptz,
    error text,
    UNIQUE (event, recipient_id)
);
CREATE INDEX mails_due ON mails (due_at, id) WHERE state IN ('pending', 'sending');
CREATE INDEX mails_listed ON mails (recipient_id, created_at DESC, id DESC);

-- The people who may get mails about their own things, kept in step with their accounts.
CREATE TABLE mail_recipients (
    recipient_id text PRIMARY KEY,
    email text NOT NULL,
    name text NOT NULL,
    language text NOT NULL,
    time_zone text NOT NULL
);
