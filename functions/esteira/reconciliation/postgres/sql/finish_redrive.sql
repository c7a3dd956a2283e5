UPDATE redrives SET finished_at = now() WHERE id = %(id)s;
