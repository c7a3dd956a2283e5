DELETE FROM lookups WHERE id = %(id)s AND owner_id = %(owner_id)s RETURNING id
