"""Publishes new rows of the sources to the lane `orders`, without skipping a row that commits late.

Owns the tables `orders` of the sources, `producer_checkpoint`, `producer_rejects` and `source_restarts` of the target,
and the Redis keys `esteira:cursor:*`, `esteira:fence:*` and `esteira:lock:*`. Imports only `core`.
"""
