SELECT epoch, x::text, id FROM producer_checkpoint WHERE source = %(source)s
