"""Tells whoever listens that something changed, and counts what was done.

Owns the Redis channel `esteira:changes` and the hash `esteira:counts`. Never fails or delays its caller.
"""
