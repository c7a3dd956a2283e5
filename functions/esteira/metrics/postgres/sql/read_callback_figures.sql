-- Of unprocessed callbacks (by their partial index): how many, the oldest, and the oldest that is dead.
SELECT count(*), min(received_at), min(received_at) FILTER (WHERE attempt >= %(dead_at)s)
FROM callbacks
WHERE processed_at IS NULL;
