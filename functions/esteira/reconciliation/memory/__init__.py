"""In-memory implementations of the ports of reconciliation, for tests."""
