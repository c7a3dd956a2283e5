"""Figures of the target database that no other feature reads."""
