"""A RabbitMQ of the benchmark's own, from the system's package `rabbitmq-server`, on the loopback interface."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.harness.child import Child
from tests.harness.ports import free_port, listening

SERVER = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
"""Not the one on the PATH, which becomes another user."""


@dataclass(frozen=True, kw_only=True)
class RabbitMq:
    """A running server and the process ids of its programs."""

    url: str
    programs: Mapping[str, int]


def installed() -> bool:
    """Return whether the package is installed."""
    return SERVER.exists() and shutil.which("epmd") is not None


@contextmanager
def running_rabbitmq(folder: Path) -> Iterator[RabbitMq]:
    """Run a server in this folder. Its name server (epmd) is started here too, or it would outlive the server."""
    folder.mkdir(parents=True)
    port, names_port = free_port(), free_port()
    (folder / "enabled_plugins").write_text("[].\n")
    environment = os.environ | _variables(folder, port, names_port)
    names = Child("epmd", ("epmd", "-port", str(names_port), "-address", "127.0.0.1"), folder=folder)
    try:
        names.await_ready(lambda: listening(names_port))
        server = Child("rabbitmq", (str(SERVER),), folder=folder, environment=environment)
        try:
            server.await_ready(lambda: listening(port))
            yield RabbitMq(url=f"amqp://guest:guest@127.0.0.1:{port}/%2F", programs={"rabbitmq": server.pid})
        finally:
            server.stop()
    finally:
        names.stop()


def version() -> str:
    """Return the version of the package; empty if it cannot be told."""
    query = ("dpkg-query", "--show", "--showformat=${Version}", "rabbitmq-server")
    try:
        return subprocess.run(query, capture_output=True, text=True, check=False).stdout
    except FileNotFoundError:
        return ""


def _variables(folder: Path, port: int, names_port: int) -> dict[str, str]:
    return {
        "HOME": str(folder),
        "ERL_EPMD_PORT": str(names_port),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODENAME": f"benchmark{port}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": str(port),
        "RABBITMQ_DIST_PORT": str(free_port()),
        "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_LOGS": "-",
        "RABBITMQ_PID_FILE": str(folder / "pid"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
        "RABBITMQ_CONFIG_FILE": str(folder / "none"),
        "RABBITMQ_CONF_ENV_FILE": str(folder / "none"),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
    }
