"""The lanes' queues as operators see them: how full, what is in them, why so many workers, and purging.

Owns nothing: it reads queues, metrics, plan and ledger. Imports `core`, `scaling`, `reconciliation` and `metrics`.
"""
