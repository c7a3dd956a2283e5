"""Accounts, sessions, machine tokens and signing keys, in MongoDB. Imports `core` and `mail`."""
