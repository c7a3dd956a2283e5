"""Postgres adapters: sources in both cursor modes, checkpoints and rejects."""
