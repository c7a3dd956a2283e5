"""Composition roots, one file a door: what is built from which settings. Nothing is connected at import."""
