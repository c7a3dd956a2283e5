"""PostgreSQL for tests: one cluster, as many fresh databases as wanted, migrations applied once and cloned."""

import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from secrets import token_urlsafe
from threading import Lock
from typing import Literal

import psycopg
from esteira.core.settings import SourceSettings
from psycopg import sql
from pydantic import SecretStr

from infra.local.home import Home
from infra.local.services import postgres
from infra.local.services.migrate import migrate
from infra.local.services.service_endpoints import ServiceEndpoints
from tests.harness.child import Child
from tests.harness.ports import free_port

Schema = Literal["source", "target"]

OPTIONS = (
    "--max_prepared_transactions=10",  # one of them stalls the horizon
    "--fsync=off",  # a killed server loses nothing by it, only a killed machine
    "--dynamic_shared_memory_type=mmap",  # in the cluster's folder, so that nothing outlives a kill
)


class Postgres:
    """One cluster. It may be killed and started again; databases and port stay."""

    def __init__(self, child: Child, port: int, password: str) -> None:
        self.child = child
        self.port = port
        self._password = password
        self._numbers = count(1)
        self._migrated = False
        self._lock = Lock()

    def dsn(self, database: str) -> str:
        """The URL of one database."""
        return f"postgresql://{postgres.USER}:{self._password}@127.0.0.1:{self.port}/{database}"

    def create_database(self, name: str, *, template: str = "template1") -> str:
        """A new database; its DSN. A name that was used before gets a number."""
        unique = f"{name}_{next(self._numbers)}"
        self._create(unique, template)
        return self.dsn(unique)

    def migrated(self, schema: Schema) -> str:
        """A new database with our migrations for a source or the target; its DSN. Cloned, so it takes milliseconds."""
        with self._lock:
            if not self._migrated:
                self._make_templates()
                self._migrated = True
        return self.create_database(schema, template=f"migrated_{schema}")

    def answers(self) -> bool:
        """Whether the server takes connections."""
        try:
            psycopg.connect(self.dsn("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def restart(self) -> None:
        """Kills the server and restarts it, which recovers."""
        self.child.kill()
        self.child.restart()
        self.child.await_ready(self.answers)

    def _make_templates(self) -> None:
        for template in ("migrated_source", "migrated_target"):
            self._create(template, "template1")
        migrate_databases(template=self.dsn("migrated_source"), target_dsn=self.dsn("migrated_target"))

    def _create(self, name: str, template: str) -> None:
        names = [sql.Identifier(part) for part in (name, template)]
        with psycopg.connect(self.dsn("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))


def migrate_databases(*, target_dsn: str, **source_dsns: str) -> dict[str, list[str]]:
    """Applies our migrations to a target and to sources in mode xid; returns what was done, by database."""
    return migrate(
        ServiceEndpoints(
            sources={name: SourceSettings(dsn=SecretStr(dsn)) for name, dsn in source_dsns.items()},
            target_dsn=SecretStr(target_dsn),
            redis_url=SecretStr(""),
            mongo_url=SecretStr(""),
            aws_endpoint_url="",
            embedded=frozenset(),
            databases={},
            admin_dsn=SecretStr(""),
        )
    )


@contextmanager
def running_postgres(folder: Path) -> Iterator[Postgres]:
    """A cluster of its own in `folder`, gone at the end with all that is in it."""
    home, port, password = Home(root=folder), free_port(), token_urlsafe(16)
    home.make()
    postgres.make_cluster(home, password)
    service = postgres.service(home, port)
    server = Postgres(Child("postgres", (*service.command, *OPTIONS), folder=home.logs), port, password)
    try:
        server.child.await_ready(server.answers)
        yield server
    finally:
        # Immediate shutdown: the data is not needed.
        server.child.stop(signal.SIGQUIT)
        shutil.rmtree(folder)
