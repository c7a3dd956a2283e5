"""Company look-ups: what users book and when it is due; and how providers are asked for the data of a company.

Owns the tables `companies`, `lookups` and `lookup_tasks`, and the Redis keys `esteira:lookups:*`. Fills the queue
`lookups`. Imports `core`, `mail` and `consumer`.
"""
