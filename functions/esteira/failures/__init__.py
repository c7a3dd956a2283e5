"""Errors that were published: kept, grouped, sent again or parked with the reason.

Owns the tables `failures`, `failure_groups` and `failure_counts`, and reads the queue `errors`. Imports only `core`,
whose package `reporting` publishes.
"""
