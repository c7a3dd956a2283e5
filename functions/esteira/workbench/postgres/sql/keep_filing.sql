INSERT INTO dead_letter_filings (lane, at, letters, complete, seconds)
VALUES (%(lane)s, %(at)s, %(letters)s, %(complete)s, %(seconds)s)
ON CONFLICT (lane) DO UPDATE
SET at = excluded.at, letters = excluded.letters, complete = excluded.complete, seconds = excluded.seconds,
    claimed_until = NULL
