"""Keeps credentials of integrations: sealed secret, lifetime, state.

Owns the table `integration_tokens`. Imports only `core`.
"""
