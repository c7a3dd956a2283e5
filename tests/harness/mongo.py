"""MongoDB for tests: SecantusDB, run as a program."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from infra.local.home import Home
from infra.local.services import mongo
from tests.harness.child import Child
from tests.harness.ports import free_port


class MongoServer:
    """One server. Tests may kill and restart it on the same port."""

    def __init__(self, child: Child, port: int) -> None:
        self.child = child
        self.port = port

    def url(self, database: str = "esteira") -> str:
        """Return the URL of a database."""
        return f"mongodb://127.0.0.1:{self.port}/{database}?directConnection=true&retryWrites=false"

    def is_ready(self) -> bool:
        """Return whether the server replies to a ping."""
        try:
            with MongoClient[dict[str, object]](self.url(), serverSelectionTimeoutMS=1000) as client:
                client.admin.command("ping")
        except PyMongoError:
            return False
        return True

    def start_again(self) -> None:
        """Start the stopped server again with its data."""
        self.child.restart()
        self.child.await_ready(self.is_ready)


@contextmanager
def running_mongo(folder: Path) -> Iterator[MongoServer]:
    """Run a separate server in `folder`, which is deleted at the end."""
    home, port = Home(root=folder), free_port()
    service = mongo.service(home, port)
    service.directory.mkdir(parents=True)
    server = MongoServer(Child("mongo", service.command, folder=service.directory), port)
    try:
        server.child.await_ready(server.is_ready)
        yield server
    finally:
        # Killed, since a clean shutdown takes two seconds.
        server.child.kill()
        shutil.rmtree(folder)
