UPDATE redrives SET finished_at = now(), ending = %(ending)s WHERE id = %(id)s;
