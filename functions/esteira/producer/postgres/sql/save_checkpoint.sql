INSERT INTO producer_checkpoint AS kept (source, epoch, x, id, evidence)
VALUES (%(source)s, %(epoch)s, %(x)s::text::xid8, %(id)s, %(evidence)s)
ON CONFLICT (source) DO UPDATE SET x = excluded.x, id = excluded.id, evidence = excluded.evidence, saved_at = now()
 WHERE kept.epoch = excluded.epoch AND (kept.x, kept.id) <= (excluded.x, excluded.id)
