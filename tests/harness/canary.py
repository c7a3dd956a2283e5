"""A listener that must never be reached, and that counts who does."""

import socket
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from threading import Thread
from typing import Any

import httpcore


class Canary:
    """Accepts connections on a port of the loopback interface, and closes them."""

    def __init__(self) -> None:
        self.connections = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        self._listener.close()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            connection.close()


@contextmanager
def running_canary() -> Iterator[Canary]:
    """Run one."""
    canary = Canary()
    try:
        yield canary
    finally:
        canary.close()


class RoutedNetwork(httpcore.NetworkBackend):
    """A network in which public addresses are ports of this machine, and every other address is the canary.

    `connected` has the addresses in the order in which they were connected to.
    """

    def __init__(self, routes: Mapping[str, int], canary: Canary) -> None:
        self._routes = routes
        self._canary = canary
        self._network = httpcore.SyncBackend()
        self.connected: list[str] = []

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to where the address leads in this network."""
        self.connected.append(host)
        port = self._routes.get(host, self._canary.port)
        return self._network.connect_tcp("127.0.0.1", port, timeout, local_address, socket_options)
