"""Asks providers for the data of a company: CNPJ, shapes of answers, safe fetching, pace, fail-over, cache.

Owns the table `companies` and the Redis keys `esteira:lookups:*`. Imports only `core`.
"""
