"""Processes a batch of a lane: target, attempt log, acknowledgement, in this order; and the effect of orders.

Owns the tables `orders`, `order_failures` and `attempt_outbox` of the target and the MongoDB collection `attempts`.
Imports `core` and `scaling` (retry delay and pause of its lane).
"""
