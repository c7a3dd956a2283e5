SELECT lane, at, letters, complete, seconds FROM dead_letter_filings WHERE at IS NOT NULL
