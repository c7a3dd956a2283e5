-- Rejects of a source from before it began anew: all of its rows are read again.
DELETE FROM producer_rejects r USING source_restarts s
 WHERE r.source = %(source)s AND s.source = r.source AND s.epoch = %(epoch)s AND r.rejected_at < s.noticed_at
