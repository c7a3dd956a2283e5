"""Errors: groups of equal ones, the failures that are kept of them, and what people decide about each."""
