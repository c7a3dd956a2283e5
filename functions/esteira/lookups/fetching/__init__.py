"""Gets URLs that must not lead into the own network (R15): checked addresses, pinned connections, bounded bodies."""
