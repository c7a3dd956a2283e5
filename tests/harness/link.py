"""One client's connection through the proxy, and the faults it can have."""

import asyncio
import socket
import struct
from dataclasses import dataclass

RESET_ON_CLOSE = struct.pack("ii", 1, 0)


@dataclass(frozen=True, kw_only=True)
class ConnectionFaults:
    """Faults of a connection. `None` and zeros mean no fault."""

    refused: bool = False
    blackhole: bool = False
    latency_seconds: float = 0
    jitter_seconds: float = 0
    bytes_per_second: int | None = None
    lose_reply_to: bytes | None = None
    replies_to_lose: int = 0
    probability: float = 1

    def delay_seconds(self, size_bytes: int, jitter_factor: float) -> float:
        """Return the delay of `size_bytes`. `jitter_factor` is between -1 and 1."""
        latency = max(0, self.latency_seconds + jitter_factor * self.jitter_seconds)
        return latency + (size_bytes / self.bytes_per_second if self.bytes_per_second else 0)


@dataclass(eq=False)
class Link:
    """A client's connection and, while it has one, its connection to the service."""

    client: asyncio.StreamWriter
    service: asyncio.StreamWriter | None = None
    loses_next_reply: bool = False
    _unsearched: bytes = b""

    def completes(self, pattern: bytes, chunk: bytes) -> bool:
        """Return whether this chunk completes the pattern, which may span chunks. Each occurrence is reported once."""
        searched = self._unsearched + chunk
        found = pattern in searched
        self._unsearched = b"" if found else searched[-(len(pattern) - 1) :]
        return found

    def reset(self) -> None:
        """Close both connections with a RST, or drop what a connection that is being closed still has to send."""
        for writer in filter(None, (self.client, self.service)):
            if not writer.is_closing():
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
            writer.transport.abort()

    def abandon(self) -> None:
        """Close the connection to the service without notice to the client."""
        service, self.service = self.service, None
        if service is not None:
            service.transport.abort()

    def close(self) -> None:
        """Close the connections that are still open, once what is left to send was sent."""
        for writer in filter(None, (self.client, self.service)):
            writer.close()
