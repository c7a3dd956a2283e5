"""Accounts, sessions, machine tokens and signing keys: who may call a route.

Owns the MongoDB collections `accounts`, `account_codes`, `account_events`, `sessions`, `refresh_tokens`,
`sign_in_tries`, `signing_keys` and `machine_tokens`. Imports `core` and `mail`.
"""
