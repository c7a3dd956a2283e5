UPDATE redrives SET moved = %(moved)s WHERE id = %(id)s;
