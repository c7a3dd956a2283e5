"""The services that the functions need (PostgreSQL, Redis, MongoDB, LocalStack): commands, addresses, readiness.

Owns the folders under `data/`, the databases with their migrations, and the client programs in `bin/`.
It may import `processes` and the modules of `infra.local`, but not `stack`.
"""
