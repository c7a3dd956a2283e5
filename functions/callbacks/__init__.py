"""Callbacks: the door that payment providers knock at, what is kept of them, and the sweep."""
