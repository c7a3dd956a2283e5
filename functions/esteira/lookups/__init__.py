"""Company look-ups: what users book and when it is due; and how providers are asked for the data of a company.

Owns the tables `companies`, `lookups` and `lookup_tasks`, fills the queue `lookups`, and owns the Redis keys `esteira:lookups:*`. Imports only `core`.
"""
