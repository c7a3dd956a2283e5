"""Connections to Postgres: the pool, statements from `.sql` files, and reading whole tables in constant memory."""
