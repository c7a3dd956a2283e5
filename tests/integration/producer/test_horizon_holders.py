"""Who holds up the horizon of a source, in both cursor modes."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import psycopg
import pytest
from esteira.core.errors import SourceUnavailable
from esteira.core.names import CursorMode
from esteira.core.postgres.database import Database
from esteira.producer.horizon import HorizonHolder
from esteira.producer.postgres.horizon import PostgresHorizonReader
from esteira.producer.show_horizon import show_horizon
from pydantic import SecretStr

INSERT = b"INSERT INTO orders (product, price, security_check) VALUES ('a secret cup', 3.20, true)"


@pytest.fixture
def dsn(migrated_source: Callable[[], str]) -> str:
    return migrated_source()


@pytest.fixture
def database(dsn: str) -> Iterator[Database]:
    opened = Database(SecretStr(dsn), unavailable=SourceUnavailable)
    yield opened
    opened.close()


def named(database: Database, mode: CursorMode, application: str) -> list[HorizonHolder]:
    """Return the holders with this name: other tests write in the same cluster."""
    holders = show_horizon(PostgresHorizonReader("source1", database, mode), "source1").holders
    return [holder for holder in holders if holder.application == application]


@pytest.mark.parametrize("mode", ["xid", "sequence"])
def test_a_transaction_that_has_inserted_and_stays_open_is_named_with_its_statement_and_no_value(
    dsn: str, database: Database, mode: CursorMode
) -> None:
    application = f"shop {uuid4().hex}"
    with psycopg.connect(dsn, application_name=application) as open_session:
        open_session.execute(INSERT)
        pid = open_session.info.backend_pid
        while_open = named(database, mode, application)
    afterwards = named(database, mode, application)

    (holder,) = while_open
    assert (holder.pid, holder.state) == (pid, "idle in transaction")
    assert holder.query == "INSERT INTO orders (product, price, security_check) VALUES (?, ?, true)"
    assert afterwards == []


@pytest.mark.parametrize("mode", ["xid", "sequence"])
def test_a_prepared_transaction_is_a_holder_without_a_process(dsn: str, database: Database, mode: CursorMode) -> None:
    name = uuid4().hex
    with psycopg.connect(dsn, autocommit=True) as session:
        database_name = session.info.dbname
        session.execute("BEGIN")
        session.execute(INSERT)
        session.execute(f"PREPARE TRANSACTION '{name}'".encode())
        holders = show_horizon(PostgresHorizonReader("source1", database, mode), "source1").holders
        session.execute(f"ROLLBACK PREPARED '{name}'".encode())

    assert ("prepared", None) in {(holder.state, holder.pid) for holder in holders if holder.database == database_name}


def test_a_transaction_that_only_reads_holds_nothing_up(dsn: str, database: Database) -> None:
    application = f"reader {uuid4().hex}"
    with psycopg.connect(dsn, application_name=application) as reader:
        reader.execute("SELECT count(*) FROM orders")

        assert named(database, "xid", application) == []
