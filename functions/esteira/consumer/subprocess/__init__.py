"""Applies a message in a child process, so that a crash does not affect the consumer (R9)."""
