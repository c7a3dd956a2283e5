"""Looks at single orders: searches them, tells the story of one, and hands a range of a source over again.

Owns the views `order_sources`, `orders_in_conflict`, `orders_persisted`, `orders_rejected` and `orders_failed` of the
target, and no table. Imports `core`, `producer`, `callbacks` and `reconciliation`.
"""
