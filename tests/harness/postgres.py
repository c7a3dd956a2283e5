"""PostgreSQL for tests: one cluster with fresh databases, cloned from migrated templates."""

import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from secrets import token_urlsafe
from threading import Lock
from typing import Literal

import psycopg
from esteira.core.settings import SourceSettings
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from pydantic import SecretStr

from infra.local.home import Home
from infra.local.services import postgres
from infra.local.services.migrate import migrate
from infra.local.services.service_endpoints import ServiceEndpoints
from tests.harness.child import Child
from tests.harness.ports import free_port

Schema = Literal["source", "target"]

OPTIONS = (
    "--max_prepared_transactions=10",  # a test holds up the horizon with one
    "--fsync=off",  # loses data only when the machine crashes, not the server
    "--min_wal_size=32MB",  # the cluster is in memory, and each new database is copied through the log
    "--max_wal_size=128MB",
    "--dynamic_shared_memory_type=mmap",  # in the cluster's folder, so that nothing is left after a kill
)


class Postgres:
    """One cluster. Tests may kill and restart it; databases and port stay."""

    def __init__(self, child: Child, port: int, password: str, data: Path) -> None:
        self.child = child
        self.data = data
        self.port = port
        self._password = password
        self._numbers = count(1)
        self._migrated = False
        self._lock = Lock()

    def dsn(self, database: str) -> str:
        """Return the DSN of a database."""
        return f"postgresql://{postgres.USER}:{self._password}@127.0.0.1:{self.port}/{database}"

    def create_database(self, name: str, *, template: str = "template1") -> str:
        """Create a database and return its DSN. `name` gets a unique number."""
        unique = f"{name}_{next(self._numbers)}"
        self._create(unique, template)
        return self.dsn(unique)

    def create_in_sql_ascii(self, name: str) -> str:
        """Create a database without an encoding of its own and return its DSN."""
        unique = f"{name}_{next(self._numbers)}"
        command = "CREATE DATABASE {} TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C'"
        with psycopg.connect(self.dsn("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(command).format(sql.Identifier(unique)))
        return self.dsn(unique)

    def migrated(self, schema: Schema) -> str:
        """Create a migrated source or target and return its DSN. Cloned from a template, which takes milliseconds."""
        with self._lock:
            if not self._migrated:
                self._make_templates()
                self._migrated = True
        return self.create_database(schema, template=f"migrated_{schema}")

    @contextmanager
    def dropped_afterwards(self, schema: Schema) -> Iterator[Callable[[], str]]:
        """Create migrated databases by the given function, and drop them at the end, since the cluster is in memory."""
        made: list[str] = []

        def make() -> str:
            made.append(self.migrated(schema))
            return made[-1]

        try:
            yield make
        finally:
            self._drop(made)

    def put_back(self, copy: Path) -> None:
        """Kill the server and continue with a copy of its data, made by `copy_to`."""
        self.child.kill()
        shutil.rmtree(self.data)
        self._copy(copy, self.data)
        self.child.restart()
        self.child.await_ready(self.is_ready)

    def copy_to(self, copy: Path) -> None:
        """Copy the data of the stopped server, as a cold backup does, and start it again."""
        self.child.stop(signal.SIGINT)
        self._copy(self.data, copy)
        self.child.restart()
        self.child.await_ready(self.is_ready)

    def fail_over(self) -> None:
        """Restart as a standby and promote it, which begins a new time line."""
        self.child.stop(signal.SIGINT)
        subprocess.run(["cp", "-p", self.data / "PG_VERSION", self.data / "standby.signal"], check=True)
        self.child.restart()
        self.child.await_ready(self.is_ready)
        with psycopg.connect(self.dsn("postgres"), autocommit=True) as connection:
            connection.execute("SELECT pg_promote()")

    def _copy(self, source: Path, copy: Path) -> None:
        # With the owner, since the server does not run as root.
        subprocess.run(["cp", "-a", source, copy], check=True)

    def is_ready(self) -> bool:
        """Return whether the server accepts connections."""
        try:
            psycopg.connect(self.dsn("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def restart(self) -> None:
        """Kill the server, restart it and wait for its recovery."""
        self.child.kill()
        self.child.restart()
        self.child.await_ready(self.is_ready)

    def _make_templates(self) -> None:
        for template in ("migrated_source", "migrated_target"):
            self._create(template, "template1")
        migrate_databases(template=self.dsn("migrated_source"), target_dsn=self.dsn("migrated_target"))

    def _drop(self, dsns: Sequence[str]) -> None:
        with psycopg.connect(self.dsn("postgres"), autocommit=True) as connection:
            for dsn in dsns:
                name = sql.Identifier(str(conninfo_to_dict(dsn)["dbname"]))
                # A database with a prepared transaction cannot be dropped; it ends with the cluster.
                with suppress(psycopg.errors.ObjectInUse):
                    connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))

    def _create(self, name: str, template: str) -> None:
        names = [sql.Identifier(part) for part in (name, template)]
        with psycopg.connect(self.dsn("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))


def migrate_databases(*, target_dsn: str, **source_dsns: str) -> dict[str, list[str]]:
    """Apply the migrations to a target and to sources in mode xid. Returns what was done, by database."""
    return migrate(endpoints_of(target_dsn=target_dsn, **source_dsns))


def endpoints_of(*, target_dsn: str, **source_dsns: str) -> ServiceEndpoints:
    """Return the addresses of these databases, without other services."""
    return ServiceEndpoints(
        sources={name: SourceSettings(dsn=SecretStr(dsn)) for name, dsn in source_dsns.items()},
        target_dsn=SecretStr(target_dsn),
        redis_url=SecretStr(""),
        mongo_url=SecretStr(""),
        aws_endpoint_url="",
        embedded=frozenset(),
        databases={},
        admin_dsn=SecretStr(""),
    )


@contextmanager
def running_postgres(folder: Path) -> Iterator[Postgres]:
    """Run a separate cluster in `folder`, which is deleted at the end."""
    home, port, password = Home(root=folder), free_port(), token_urlsafe(16)
    home.make()
    postgres.make_cluster(home, password)
    service = postgres.service(home, port)
    server = Postgres(
        Child("postgres", (*service.command, *OPTIONS), folder=home.logs), port, password, home.data / "postgres"
    )
    try:
        server.child.await_ready(server.is_ready)
        yield server
    finally:
        # Immediate shutdown: the data is not needed.
        server.child.stop(signal.SIGQUIT)
        shutil.rmtree(folder)
