"""The audit log: who did what, when, from where, and what it changed.

Owns the MongoDB collection `audit_log`. Imports `core`.
"""
