"""Processes batches of a lane (target, attempt log, acknowledgement, in this order) and inserts orders in the target.

Owns the tables `orders`, `order_failures`, `order_conflicts`, `foreign_messages` and `attempt_outbox` of the target and
the MongoDB collection `attempts`.
Imports `core` and `scaling` (retry delay and pause of its lane).
"""
