SELECT epoch, x::text, id, evidence FROM producer_checkpoint WHERE source = %(source)s
