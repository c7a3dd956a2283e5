-- depends: 0020.mails
-- Who wants no more mails about look-ups, whose account is disabled, and each one's digest: `digest_day` is the local
-- day of the last one that was mailed, `digest_due_at` when the next one is; -infinity: it is still to be found out.
ALTER TABLE mail_recipients
    ADD COLUMN disabled boolean NOT NULL DEFAULT false,
    ADD COLUMN unsubscribed_at timestamptz,
    ADD COLUMN digest_day date,
    ADD COLUMN digest_due_at timestamptz NOT NULL DEFAULT '-infinity';
CREATE INDEX mail_recipients_digest ON mail_recipients (digest_due_at)
WHERE unsubscribed_at IS NULL AND NOT disabled;

-- Mails about accounts leave first: a code must not wait behind thousands of mails about look-ups.
CREATE INDEX mails_next ON mails (
    (kind IN ('lookup_started', 'lookup_succeeded', 'lookup_failed', 'digest')), due_at, id
) WHERE state IN ('pending', 'sending');
DROP INDEX mails_due;
