"""HTTP door of accounts, sessions and machine tokens."""
