"""How long steps tell what they are at; the command line draws it, tests and the keeper collect or log it."""

from collections.abc import Callable

Say = Callable[[str], None]
"""Takes one short line, such as `LocalStack is ready`."""


def silent(_line: str) -> None:
    """For callers that do not care."""
