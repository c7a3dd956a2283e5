"""Callbacks, and what they change of orders."""
