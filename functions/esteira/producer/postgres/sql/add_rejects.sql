INSERT INTO producer_rejects (source, source_id, reason)
SELECT %(source)s, rejected.id, rejected.reason
  FROM unnest(%(ids)s::bigint[], %(reasons)s::text[]) AS rejected (id, reason)
ON CONFLICT (source, source_id) DO NOTHING
