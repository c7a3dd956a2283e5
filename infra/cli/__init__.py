"""The command line `esteira`: each command calls `infra.local` or a use case of the core.

Owns what is printed: results to stdout, progress and errors to stderr. May import `infra.local` and the core.
"""
