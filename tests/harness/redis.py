"""Redis for tests: the embedded server, with the settings of the local runner."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import redis as driver

from infra.local.home import Home
from infra.local.services import redis
from tests.harness.child import Child
from tests.harness.ports import free_port

Trouble = Literal["read-only", "full", "without connections"]
"""A state in which the server answers, and refuses."""

BEGIN: Mapping[Trouble, Callable[[driver.Redis], object]] = {
    "read-only": lambda client: client.replicaof("127.0.0.1", "1"),
    "full": lambda client: client.config_set("maxmemory", "1"),
    "without connections": lambda client: client.config_set("maxclients", 1),
}
END: Mapping[Trouble, Callable[[driver.Redis], object]] = {
    "read-only": lambda client: client.replicaof("NO", "ONE"),
    "full": lambda client: client.config_set("maxmemory", 0),
    "without connections": lambda client: client.config_set("maxclients", 1000),
}


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

    @contextmanager
    def troubled(self, trouble: Trouble) -> Iterator[None]:
        """Bring the server into this trouble for the length of the block."""
        with driver.Redis(port=self.port) as client:
            BEGIN[trouble](client)
            yield
            END[trouble](client)

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
