"""How long-running steps report progress: the command line prints it, the stack restorer logs it, tests collect it."""

from collections.abc import Callable

Say = Callable[[str], None]
"""Takes one short line, such as `LocalStack is ready`."""


def silent(_line: str) -> None:
    """Discards progress."""
