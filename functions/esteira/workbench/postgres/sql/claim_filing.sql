INSERT INTO dead_letter_filings (lane, claimed_until)
VALUES (%(lane)s, %(until)s)
ON CONFLICT (lane) DO UPDATE
SET claimed_until = excluded.claimed_until
WHERE dead_letter_filings.claimed_until IS NULL OR dead_letter_filings.claimed_until <= %(now)s
RETURNING 1
