"""Errors of functions and workers as messages: recorded, grouped, retried or parked.

Owns the table `failures` and the queue `errors`. Imports only `core`.
"""
