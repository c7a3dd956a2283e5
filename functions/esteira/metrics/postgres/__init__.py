"""Figures of the target that no other feature reads."""
