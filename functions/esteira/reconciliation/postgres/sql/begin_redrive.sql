INSERT INTO redrives (id, lane, requested_by, selection, rate_per_second)
VALUES (%(id)s, %(lane)s, %(requested_by)s, %(selection)s::text[], %(per_second)s)
RETURNING requested_at;
