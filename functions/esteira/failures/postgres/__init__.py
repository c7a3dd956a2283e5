"""Failures in the tables `failures`, `failure_groups` and `failure_counts` of the target."""
