"""Measures all metrics and stores their current values and history.

Owns the Redis keys `esteira:metrics:*` and the table `order_tallies`. The last feature: it may read every other one.
"""
