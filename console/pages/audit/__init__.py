"""The audit log: who did what, what it changed, and what became of it. For administrators."""
