"""Dead letters: groups of the same cause, one letter beside its story, and bulk redrives."""
