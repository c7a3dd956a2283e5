"""Accounts, sessions, machine tokens and signing keys: who may call a route.

Owns the MongoDB collections `accounts`, `account_codes`, `sessions`, `refresh_tokens`, `sign_in_tries`,
`signing_keys` and `machine_tokens`. Imports `core`, `audit` and `mail`.
"""
