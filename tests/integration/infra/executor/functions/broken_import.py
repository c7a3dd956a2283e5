"""Raises when it is imported."""

raise RuntimeError("no luck at import")
