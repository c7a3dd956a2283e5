"""Twins of the ports in memory: they keep the same contracts, which one suite checks on both."""
