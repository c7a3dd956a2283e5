"""Free ports of the loopback interface."""

import os
import random
import socket
from collections.abc import Iterator
from functools import cache

FIRST, END = 10_000, 32_000
"""Below the ports of outgoing connections (32768 on Linux), one of which could take the port of a stopped service."""
PROCESSES = 16


def free_port() -> int:
    """Return a port that was free a moment ago, and that no parallel process of this test run returns."""
    return next(port for port in _candidates() if _is_free(port))


def listening(port: int) -> bool:
    """Return whether the port accepts connections."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@cache
def _candidates() -> Iterator[int]:
    """The ports of this process, each once. In random order, because other test runs may be under way."""
    process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % PROCESSES
    ports = list(range(FIRST + process, END, PROCESSES))
    random.SystemRandom().shuffle(ports)
    return iter(ports)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
