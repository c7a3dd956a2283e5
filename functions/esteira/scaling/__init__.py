"""Decides how many workers each lane gets, and lets operators change the limits.

Owns the tables `flow_versions`, `flow_decisions` and `scaling_events`, and the Redis keys `esteira:flow*` and
`esteira:workers*`. Imports only `core`.
"""
