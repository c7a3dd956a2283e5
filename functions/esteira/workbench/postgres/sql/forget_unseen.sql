DELETE FROM dead_letters WHERE lane = %(lane)s AND filed_at < %(before)s RETURNING 1
