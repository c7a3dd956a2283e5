"""Connections of httpcore to addresses that were checked, whatever a name resolves to meanwhile (R15).

httpcore takes host header and server name (SNI) from the URL, and asks this module for the connection. Every wait is
limited by the deadline of the whole request: httpcore's own limits start anew with each byte.
"""

import ssl
from collections.abc import Iterable, Sequence
from typing import Any

import httpcore

from esteira.lookups.fetching.deadline import Deadline


class PinnedNetwork(httpcore.NetworkBackend):
    """Connects by way of `network` to the first of `addresses` that accepts."""

    def __init__(self, addresses: Sequence[str], deadline: Deadline, network: httpcore.NetworkBackend) -> None:
        self._addresses = addresses
        self._deadline = deadline
        self._network = network

    def connect_tcp(
        self,
        host: str,  # noqa: ARG002 - httpcore's signature
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Return a connection. Raises httpcore's error of the last address, and `FetchFailed` after the deadline."""
        *others, last = self._addresses
        for address in others:
            try:
                return self._connect(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connect(last, port, timeout, local_address, socket_options)

    def _connect(self, address: str, port: int, timeout: float | None, *options: Any) -> httpcore.NetworkStream:
        stream = self._network.connect_tcp(address, port, self._deadline.left(timeout), *options)
        return DeadlineStream(stream, self._deadline)


class DeadlineStream(httpcore.NetworkStream):
    """A connection on which nothing waits beyond the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what has arrived."""
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of it."""
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Return the encrypted connection, whose certificate must be that of the name."""
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return DeadlineStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """Return what httpcore asks for."""
        return self._stream.get_extra_info(info)
