"""The producer's doors."""
