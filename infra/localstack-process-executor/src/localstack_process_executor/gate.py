"""Lets users in until the last of them has left."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Gate:
    """Counts who is inside. Once closed it stays closed."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside = 0
        self._closed = False

    @contextmanager
    def entered(self) -> Iterator[bool]:
        """Be inside as long as the context lasts. The value is False, and one is not inside, if the gate is closed."""
        with self._changed:
            admitted = not self._closed
            self._inside += admitted
        try:
            yield admitted
        finally:
            with self._changed:
                self._inside -= admitted
                self._changed.notify_all()

    def close_when_empty(self) -> None:
        """Block until nobody is inside, or until `close` is called, and close."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or not self._inside)
            self._closed = True

    def close(self) -> None:
        """Close at once, whoever is inside."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
