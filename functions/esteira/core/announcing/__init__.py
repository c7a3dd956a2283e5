"""Announces changes to the console, and counts attempts, invocations and tasks.

Owns the Redis channel `esteira:changes` and the hash `esteira:counts`. Never fails or delays its caller.
"""
