"""Applies a message in a child process, which the message may kill without harm to the consumer (R9)."""
