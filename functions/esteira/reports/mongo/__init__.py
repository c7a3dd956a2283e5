"""Rows of the attempt log and of the audit log."""
