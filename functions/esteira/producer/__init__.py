"""Publishes new rows of the sources to the lane `orders`, without skipping a row that commits late.

Owns the tables `orders` of the sources, `producer_checkpoint` and `producer_rejects` of the target, and the Redis keys
`esteira:cursor:*`, `esteira:fence:*` and `esteira:lock:*`. Imports only `core`.
"""
