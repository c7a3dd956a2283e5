"""The tokens function: stores integration tokens; it never returns a secret."""
