"""Metrics: what is measured, what the figures mean, and what is decided by them. One module a metric's family."""
