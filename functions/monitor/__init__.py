"""The monitor: what is where, and what happened to a message."""
