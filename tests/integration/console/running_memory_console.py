"""The console without services as a process of its own."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from infra.local.home import REPOSITORY
from tests.harness.child import Child
from tests.harness.ports import free_port, listening

TOKEN = "the-token-of-the-memory-console"


@dataclass(frozen=True, kw_only=True)
class MemoryConsole:
    """A running console and its address."""

    child: Child
    port: int

    @property
    def url(self) -> str:
        """Base URL."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The process."""
        return self.child.pid

    def session(self) -> dict[str, str]:
        """Sign in and return the cookies."""
        return dict(httpx.post(f"{self.url}/sign-in", data={"token": TOKEN}).cookies)

    def kept(self) -> dict[str, Any]:
        """Return the counts of what the process keeps."""
        counts: dict[str, Any] = httpx.get(f"{self.url}/kept", timeout=30).json()
        return counts

    def let_never_connected_go(self) -> None:
        """Do at once what NiceGUI does after a minute to pages that no browser has connected to."""
        httpx.post(f"{self.url}/prune", timeout=30).raise_for_status()

    def restart(self) -> None:
        """Kill the process and start it again on the same port."""
        self.child.kill()
        self.child.restart()
        self.await_ready()

    def await_ready(self) -> None:
        """Wait until it listens."""
        self.child.await_ready(partial(listening, self.port))


@contextmanager
def running_memory_console(folder: Path) -> Iterator[MemoryConsole]:
    """Run the console until the block is left."""
    port = free_port()
    command = (sys.executable, "-m", "tests.integration.console.memory_console", str(port))
    console = MemoryConsole(
        child=Child("console", command, folder=folder, environment={**os.environ, "PYTHONPATH": str(REPOSITORY)}),
        port=port,
    )
    try:
        console.await_ready()
        yield console
    finally:
        console.child.stop()
