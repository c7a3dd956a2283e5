-- Unprocessed callbacks, by their partial index: their number, and the receipt times of the oldest and the oldest dead.
SELECT count(*), min(received_at), min(received_at) FILTER (WHERE attempt >= %(dead_at)s)
FROM callbacks
WHERE processed_at IS NULL;
