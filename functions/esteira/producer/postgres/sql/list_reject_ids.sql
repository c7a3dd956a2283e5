SELECT source_id FROM producer_rejects WHERE source = %(source)s ORDER BY source_id
