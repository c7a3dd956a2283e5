INSERT INTO producer_checkpoint (source, epoch, x, id)
VALUES (%(source)s, %(epoch)s, %(x)s::text::xid8, %(id)s)
ON CONFLICT (source) DO UPDATE SET epoch = excluded.epoch, x = excluded.x, id = excluded.id, saved_at = now()
