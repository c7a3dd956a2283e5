"""Twins of the stores of accounts in memory, one module beside each of `mongo`; a hasher, and mails that are kept."""
