"""One client's connection through the proxy, and the faults it can have."""

import asyncio
import socket
import struct
from dataclasses import dataclass

RESET_ON_CLOSE = struct.pack("ii", 1, 0)


@dataclass(frozen=True, kw_only=True)
class ConnectionFaults:
    """Faults of a connection. `None` and zeros mean no fault."""

    blackhole: bool = False
    latency_seconds: float = 0
    jitter_seconds: float = 0
    bytes_per_second: int | None = None
    lose_reply_to: bytes | None = None
    replies_to_lose: int = 0
    chance: float = 1

    def delay_seconds(self, size_bytes: int, luck: float) -> float:
        """The delay of so many bytes; `luck` is between -1 and 1."""
        late = max(0, self.latency_seconds + luck * self.jitter_seconds)
        return late + (size_bytes / self.bytes_per_second if self.bytes_per_second else 0)


@dataclass(eq=False)
class Link:
    """A client's connection and, while it has one, its connection to the service."""

    client: asyncio.StreamWriter
    service: asyncio.StreamWriter | None = None
    loses_next_reply: bool = False
    _unsearched: bytes = b""

    def asks_for(self, pattern: bytes, chunk: bytes) -> bool:
        """Whether this chunk completes the pattern, which may be split. Every occurrence is found once."""
        text = self._unsearched + chunk
        found = pattern in text
        self._unsearched = b"" if found else text[-(len(pattern) - 1) :]
        return found

    def reset(self) -> None:
        """Ends both connections with a RST."""
        for writer in filter(None, (self.client, self.service)):
            if not writer.is_closing():
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
                writer.transport.abort()

    def abandon(self) -> None:
        """Ends the connection to the service without telling the client."""
        service, self.service = self.service, None
        if service is not None:
            service.transport.abort()

    def close(self) -> None:
        """Closes what is still open."""
        for writer in filter(None, (self.client, self.service)):
            writer.close()
