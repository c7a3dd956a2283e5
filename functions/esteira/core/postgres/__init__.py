"""Connections to Postgres: the pool, statements from `.sql` files, and streaming whole tables in constant memory."""
