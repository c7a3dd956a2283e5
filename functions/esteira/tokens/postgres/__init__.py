"""Integration tokens in the target."""
