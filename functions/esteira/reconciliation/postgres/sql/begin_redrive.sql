INSERT INTO redrives (lane, requested_by, selection, rate_per_second)
VALUES (%(lane)s, %(requested_by)s, %(selection)s::text[], %(per_second)s)
RETURNING id, requested_at;
