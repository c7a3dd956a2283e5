"""Ledgers of sources and target, dead orders and callbacks, redrives, and the location of orders, in Postgres."""
