"""The embedded replacement for MongoDB: SecantusDB, run as a program and never imported (GPL-2.0)."""

import sys
from pathlib import Path

from infra.local.home import Home
from infra.local.processes.service import Service

EMPTY_CONFIG = Path(__file__).with_name("secantusd.toml")
"""Given so that the program does not read one from the user's folders."""


def service(home: Home, port: int) -> Service:
    """The program of the server, with a cache size for a laptop."""
    folder = home.data / "mongo"
    program = Path(sys.executable).parent / "secantusd-py"
    address = ("--host", "127.0.0.1", "--port", str(port))
    # Not as a replica set: nobody reads its oplog, and writing and pruning that is a quarter of the work of a write.
    options = (*address, "--storage-path", str(folder), "--cache-size", "256M", "--standalone")
    return Service(
        name="mongo",
        command=(str(program), "--config", str(EMPTY_CONFIG), *options),
        directory=folder,
        port=port,
        port_setting="ESTEIRA_MONGO_PORT",
        rank=10,
    )
