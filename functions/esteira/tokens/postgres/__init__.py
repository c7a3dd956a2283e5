"""Integration tokens in the target database."""
