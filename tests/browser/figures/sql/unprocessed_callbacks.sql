SELECT count(*) FROM callbacks WHERE processed_at IS NULL
