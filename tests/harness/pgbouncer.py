"""PgBouncer for tests: pools in transaction mode in front of the tests' cluster."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from infra.local.processes.privileges import give_away, without_root
from tests.harness.child import Child
from tests.harness.ports import free_port
from tests.harness.postgres import Postgres

SERVER_CONNECTIONS = 4
"""Fewer than the clients of any test, so that transactions of one client meet different sessions."""

CONFIGURATION = """
[databases]
* = host=127.0.0.1 port={postgres_port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = plain
auth_file = {users}
pool_mode = transaction
default_pool_size = {connections}
max_client_conn = 200
"""


class PgBouncer:
    """A running PgBouncer."""

    def __init__(self, child: Child, port: int) -> None:
        self.child = child
        self.port = port

    def pooled(self, dsn: str) -> str:
        """Return the DSN of the same database through the pool."""
        return make_conninfo(dsn, host="127.0.0.1", port=str(self.port))


def pgbouncer_program() -> str:
    """The path of PgBouncer. If it is missing, the test is skipped, or fails if CI is set."""
    program = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("PgBouncer not found: install the package pgbouncer")
        pytest.skip("PgBouncer not found")
    return program


@contextmanager
def running_pgbouncer(folder: Path, postgres: Postgres) -> Iterator[PgBouncer]:
    """Run PgBouncer in `folder`, which is deleted at the end."""
    program, port = pgbouncer_program(), free_port()
    folder.mkdir(parents=True)
    configuration = _write_configuration(folder, port, postgres)
    command = without_root((program, str(configuration)), reaching=[folder])
    pool = PgBouncer(Child("pgbouncer", command, folder=folder), port)
    try:
        pool.child.await_ready(lambda: _answers(pool.pooled(postgres.dsn("postgres"))))
        yield pool
    finally:
        pool.child.stop()
        shutil.rmtree(folder)


def _write_configuration(folder: Path, port: int, postgres: Postgres) -> Path:
    login = conninfo_to_dict(postgres.dsn("postgres"))
    users, configuration = folder / "users.txt", folder / "pgbouncer.ini"
    users.write_text(f'"{login["user"]}" "{login["password"]}"\n')
    configuration.write_text(
        CONFIGURATION.format(postgres_port=postgres.port, port=port, users=users, connections=SERVER_CONNECTIONS)
    )
    for path in (folder, users, configuration):
        give_away(path)
    return configuration


def _answers(dsn: str) -> bool:
    try:
        psycopg.connect(dsn, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True
