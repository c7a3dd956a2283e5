"""What the wirings of all features share: they open connections when first used and close them together."""

from collections.abc import Callable
from contextlib import ExitStack
from functools import update_wrapper
from typing import Generic, Protocol, TypeVar

from esteira.core.connections.secret import generation


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


M = TypeVar("M")


class Wired(Generic[M]):
    """Decorates what builds a dependency from the settings: once a process, and anew when a secret was rotated.

    What was built before is dropped and not closed, since a request may still use it; its pools end with it.
    """

    def __init__(self, make: Callable[[], M]) -> None:
        self._make = make
        self._made: dict[int, M] = {}
        update_wrapper(self, make)

    def __call__(self) -> M:
        current = generation()
        if current not in self._made:
            self._made = {current: self._make()}
        return self._made[current]

    def cache_clear(self) -> None:
        """Forget what was built, as on a cold start."""
        self._made = {}
