INSERT INTO source_restarts (source, epoch, reason)
VALUES (%(source)s, %(epoch)s, %(reason)s)
ON CONFLICT (source, epoch) DO NOTHING
