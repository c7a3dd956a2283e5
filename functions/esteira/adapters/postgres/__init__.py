"""Postgres: sources and target. Every statement stands in a file of its own under `sql/`."""
