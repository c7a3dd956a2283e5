"""Commands about who may do what, and who did it. Beside `infra.cli.commands`, which is full."""
