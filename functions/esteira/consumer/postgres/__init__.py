"""Postgres adapters: orders, their recorded failures, and the outbox of attempt documents."""
