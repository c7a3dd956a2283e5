-- depends: 0024.search-orders
-- The callbacks of one provider, everybody's mails, and the few that are not sent: each the newest first.
CREATE INDEX callbacks_of_a_provider ON callbacks (provider, received_at, event_id);
CREATE INDEX mails_of_everybody ON mails (created_at, id);
CREATE INDEX mails_not_sent ON mails (state, created_at, id) WHERE state <> 'sent';
