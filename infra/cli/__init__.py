"""The command line: one module a command, each a thin door to `infra.local` or to a use case of the core."""
