DELETE FROM foreign_messages WHERE lane = %(lane)s AND body_hash = ANY (%(body_hashes)s::text[]);
