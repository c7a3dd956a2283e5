"""Dead letters sent back, discarded and surveyed: the use cases, and what a redrive is."""
