"""Postgres adapters: search and facts of orders in the target."""
