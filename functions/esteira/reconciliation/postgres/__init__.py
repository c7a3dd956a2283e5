"""Ledgers of sources and target, dead orders and callbacks, redrives, and where an order is."""
