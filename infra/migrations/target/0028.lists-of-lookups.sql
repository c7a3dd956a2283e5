-- depends: 0027.dead-letter-filings
-- Somebody's look-ups in both of their orders; the first serves every other question by owner.
CREATE INDEX lookups_newest ON lookups (owner_id, created_at DESC, id DESC);
CREATE INDEX lookups_next_due ON lookups (owner_id, coalesce(next_due_at, 'infinity'), id);
DROP INDEX lookups_owner;
