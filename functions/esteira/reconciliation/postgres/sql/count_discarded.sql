UPDATE redrives SET discarded = %(discarded)s WHERE id = %(id)s;
