"""MongoDB: the attempt log."""
