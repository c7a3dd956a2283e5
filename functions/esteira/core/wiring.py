"""What the wirings of all features share: they open connections when first used and close them together."""

from contextlib import ExitStack
from typing import Protocol, TypeVar


class Closable(Protocol):
    """A connection, a pool or a client."""

    def close(self) -> object:
        """Release it."""
        ...


C = TypeVar("C", bound=Closable)


class Wiring:
    """Base of the classes that build a feature's dependencies from its settings.

    Whatever they open is registered by `opened`, so that `close` releases exactly that and opens nothing.
    """

    def __init__(self) -> None:
        self._connections = ExitStack()

    def opened(self, connection: C) -> C:
        """Register a connection to be closed, and return it."""
        self._connections.callback(connection.close)
        return connection

    def close(self) -> None:
        """Close all connections opened so far, the last one first."""
        self._connections.close()
