"""Redis for tests: the embedded server, with the settings of the local runner."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis as driver

from infra.local.home import Home
from infra.local.services import redis
from tests.harness.child import Child
from tests.harness.ports import free_port


class RedisServer:
    """One server. Tests may kill, empty and restart it on the same port."""

    def __init__(self, child: Child, port: int) -> None:
        self.child = child
        self.port = port
        self.url = f"redis://127.0.0.1:{port}/0"

    def is_ready(self) -> bool:
        """Return whether the server replies to a PING."""
        try:
            with driver.Redis(port=self.port, socket_timeout=2) as client:
                return bool(client.ping())
        except (driver.ConnectionError, driver.TimeoutError):
            return False

    def flush(self) -> None:
        """Delete every key of every database (FLUSHALL)."""
        with driver.Redis(port=self.port) as client:
            client.flushall()

    def start_again(self) -> None:
        """Start the stopped server again with its data."""
        self.child.restart()
        self.child.await_ready(self.is_ready)


@contextmanager
def running_redis(folder: Path) -> Iterator[RedisServer]:
    """Run a separate server in `folder`, which is deleted at the end."""
    home, port = Home(root=folder), free_port()
    service = redis.service(home, port)
    service.directory.mkdir(parents=True)
    server = RedisServer(Child("redis", service.command, folder=service.directory), port)
    try:
        server.child.await_ready(server.is_ready)
        yield server
    finally:
        server.child.stop()
        shutil.rmtree(folder)
