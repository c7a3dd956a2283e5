"""The audit log's function: who did what, when, from where, and what it changed."""
