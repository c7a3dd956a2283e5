"""What a process writes to descriptors 1 and 2, cut into invocations and bounded in memory."""

import os
import threading
from collections import deque

PIPE_CAPACITY_BYTES = 1 << 16


class TruncatedLog:
    """Keeps the first and the last half of `limit_bytes`; what lies between is counted and dropped."""

    def __init__(self, limit_bytes: int) -> None:
        self._half_bytes = limit_bytes // 2
        self._head = bytearray()
        self._tail: deque[bytes] = deque()
        self._tail_bytes = 0
        self._dropped_bytes = 0

    def append(self, chunk: bytes) -> None:
        """Add to the end."""
        room = self._half_bytes - len(self._head)
        self._head += chunk[:room]
        if rest := chunk[room:]:
            self._tail.append(rest)
            self._tail_bytes += len(rest)
        while self._tail_bytes > self._half_bytes:
            self._shorten_tail()

    def text(self) -> str:
        """All that was kept. The gap, if there is one, says how much is missing."""
        gap = f"\n[{self._dropped_bytes} bytes of log left out]\n" if self._dropped_bytes else ""
        return _decode(bytes(self._head)) + gap + _decode(b"".join(self._tail))

    def _shorten_tail(self) -> None:
        excess = self._tail_bytes - self._half_bytes
        oldest = self._tail.popleft()
        if len(oldest) > excess:
            self._tail.appendleft(oldest[excess:])
        dropped = min(len(oldest), excess)
        self._tail_bytes -= dropped
        self._dropped_bytes += dropped


class LogPipe:
    """A pipe whose write end goes to the process. One thread pumps, another takes when an invocation ends.

    The process writes a line before it reports its answer, so at that moment the line is in the pipe: taking
    first empties the pipe, so no line is attributed to the next invocation.
    """

    def __init__(self, limit_bytes: int) -> None:
        self.read_fd, self.write_fd = os.pipe()
        os.set_blocking(self.read_fd, False)
        self._limit_bytes = limit_bytes
        self._lock = threading.Lock()
        self._log = TruncatedLog(limit_bytes)
        self._at_end = False

    def pump(self) -> bool:
        """Read what is there, at most one pipe full. False when every writer is gone."""
        with self._lock:
            self._read_pipe()
            return not self._at_end

    def take(self) -> str:
        """All that was written since the last take."""
        with self._lock:
            self._read_pipe()
            log, self._log = self._log, TruncatedLog(self._limit_bytes)
        return log.text()

    def peek(self) -> str:
        """What the next take would return, left in place."""
        with self._lock:
            return self._log.text()

    def close(self) -> None:
        """Take what is left and close the read end. `take` still works."""
        with self._lock:
            self._read_pipe()
            self._at_end = True
            os.close(self.read_fd)

    def _read_pipe(self) -> None:
        # Bounded: a background thread that never stops writing must not delay the end of the invocation.
        left_bytes = PIPE_CAPACITY_BYTES
        while left_bytes > 0 and not self._at_end:
            try:
                chunk = os.read(self.read_fd, left_bytes)
            except BlockingIOError:
                return
            self._at_end = not chunk
            left_bytes -= len(chunk)
            self._log.append(chunk)


def _decode(raw: bytes) -> str:
    return raw.decode("utf-8", errors="replace")
