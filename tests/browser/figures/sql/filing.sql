SELECT min(at) AS at FROM dead_letter_filings
