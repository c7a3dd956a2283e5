"""Publishes errors to the queue `errors`, and counts all of them, also those of a storm.

Owns the Redis keys `esteira:errors:*`. Never fails and hardly delays its caller. `esteira.failures` reads the queue.
"""
