"""Stores credentials of integrations: encrypted secret, lifetime, state.

Owns the table `integration_tokens`. Imports only `core`.
"""
