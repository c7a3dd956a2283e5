INSERT INTO producer_checkpoint (source, epoch, x, id, evidence)
VALUES (%(source)s, %(epoch)s, %(x)s::text::xid8, %(id)s, %(evidence)s)
ON CONFLICT (source) DO UPDATE
   SET epoch = excluded.epoch, x = excluded.x, id = excluded.id, evidence = excluded.evidence, saved_at = now()
