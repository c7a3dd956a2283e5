"""Cursor mode xid on Postgres: the horizon, and every state of a source that must be refused or handled."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import psycopg
import pytest
from esteira.core.errors import SourceUnavailable, SourceUnfit
from esteira.core.postgres.database import Database
from esteira.producer.cursor import START
from esteira.producer.postgres.order_table import PostgresOrderTable
from esteira.producer.postgres.xid_source import XidSource
from esteira.producer.stamp_old_orders import stamp_old_orders
from psycopg import sql
from psycopg.conninfo import make_conninfo
from pydantic import SecretStr

from tests.harness.ports import free_port
from tests.harness.postgres import Postgres

INSERT = "INSERT INTO orders (product, price, security_check) VALUES ('Cup', 3.20, true)"


@pytest.fixture
def dsn(migrated_source: Callable[[], str]) -> str:
    return migrated_source()


@pytest.fixture
def database(dsn: str) -> Iterator[Database]:
    opened = Database(SecretStr(dsn), unavailable=SourceUnavailable)
    yield opened
    opened.close()


@pytest.fixture
def source(database: Database) -> XidSource:
    return XidSource("source1", database)


@pytest.fixture
def owner(dsn: str) -> Iterator[psycopg.Connection]:
    """A session of the source's owner, each statement its own transaction."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        yield connection


def read_ids(source: XidSource) -> list[int]:
    return [row.order.id for row in source.read_page(START, limit=100, timeout_seconds=5)]


def test_a_row_is_read_once_no_older_transaction_is_open(
    source: XidSource, dsn: str, owner: psycopg.Connection
) -> None:
    with psycopg.connect(dsn) as late:
        late.execute(INSERT)
        owner.execute(INSERT)
        while_open = read_ids(source)
        late.commit()

    assert (while_open, read_ids(source)) == ([], [1, 2])


def test_a_writer_in_another_database_holds_rows_back_and_counts_as_horizon_age(
    source: XidSource, postgres: Postgres, owner: psycopg.Connection
) -> None:
    with psycopg.connect(postgres.create_database("neighbour")) as neighbour:
        neighbour.execute("CREATE TABLE something ()")
        owner.execute(INSERT)

        assert read_ids(source) == []
        assert source.inspect().horizon_age_seconds > 0


def test_a_prepared_transaction_holds_rows_back_too(source: XidSource, dsn: str, owner: psycopg.Connection) -> None:
    name = uuid4().hex
    with psycopg.connect(dsn, autocommit=True) as orphan:
        orphan.execute("BEGIN")
        orphan.execute(INSERT)
        orphan.execute(f"PREPARE TRANSACTION '{name}'")
    owner.execute(INSERT)
    while_prepared = read_ids(source)
    age_seconds = source.inspect().horizon_age_seconds
    owner.execute(f"COMMIT PREPARED '{name}'")

    assert (while_prepared, age_seconds > 0, read_ids(source)) == ([], True, [1, 2])


def test_an_order_that_changes_is_not_published_again(source: XidSource, owner: psycopg.Connection) -> None:
    owner.execute(INSERT)
    last = source.read_page(START, limit=100, timeout_seconds=5)[-1].position

    owner.execute("UPDATE orders SET price = 4")

    assert source.read_page(last, limit=100, timeout_seconds=5) == []


def test_no_client_can_choose_its_stamp(source: XidSource, owner: psycopg.Connection) -> None:
    owner.execute("SET session_replication_role = replica")

    owner.execute("INSERT INTO orders (product, price, security_check, sync_xid) VALUES ('Cup', 1, true, '1')")

    assert source.read_page(START, limit=1, timeout_seconds=5)[0].position.x > 1


def test_the_error_for_a_source_without_stamps_names_both_solutions(postgres: Postgres) -> None:
    database = Database(SecretStr(postgres.create_database("bare")), unavailable=SourceUnavailable)
    with database.transaction() as connection:
        connection.execute(
            "CREATE TABLE orders (id bigserial PRIMARY KEY, product text, price numeric, security_check boolean,"
            " created_at timestamptz)"
        )

    with pytest.raises(SourceUnfit, match=r"`esteira migrate`.* cursor_mode \"sequence\""):
        XidSource("source1", database).inspect()

    database.close()


def test_a_database_without_orders_is_refused(postgres: Postgres) -> None:
    database = Database(SecretStr(postgres.create_database("empty")), unavailable=SourceUnavailable)

    with pytest.raises(SourceUnfit, match="no table orders"):
        XidSource("source1", database).inspect()

    database.close()


def test_a_disabled_trigger_is_detected(source: XidSource, owner: psycopg.Connection) -> None:
    owner.execute("ALTER TABLE orders DISABLE TRIGGER esteira_stamp_order")

    with pytest.raises(SourceUnfit, match="no stamping trigger"):
        source.inspect()


def insert_old(owner: psycopg.Connection, *, stamp: str | None, rows: int) -> None:
    """Insert rows as older than the trigger, or as from another cluster."""
    owner.execute("ALTER TABLE orders DISABLE TRIGGER esteira_stamp_order")
    owner.execute(
        "INSERT INTO orders (product, price, security_check, sync_xid) "
        "SELECT 'Cup', 1, true, %s::text::xid8 FROM generate_series(1, %s)",
        [stamp, rows],
    )
    owner.execute("ALTER TABLE orders ENABLE ALWAYS TRIGGER esteira_stamp_order")


def test_old_rows_count_as_lag_until_they_are_stamped(
    source: XidSource, database: Database, owner: psycopg.Connection
) -> None:
    insert_old(owner, stamp=None, rows=5)
    waiting = source.measure(START).unread_rows

    stamped = stamp_old_orders(PostgresOrderTable("source1", database), batch_rows=2)

    assert (waiting, stamped, sorted(read_ids(source))) == (5, 5, [1, 2, 3, 4, 5])


def test_stamps_of_another_cluster_are_refused_until_they_are_replaced(
    source: XidSource, database: Database, owner: psycopg.Connection
) -> None:
    insert_old(owner, stamp=str(2**40), rows=2)
    with pytest.raises(SourceUnfit, match="another cluster"):
        source.inspect()

    stamp_old_orders(PostgresOrderTable("source1", database))
    source.inspect()

    assert read_ids(source) == [1, 2]


@pytest.mark.parametrize("date", ["infinity", "-infinity", "20000-01-01", "0044-03-15 BC"])
def test_a_date_that_python_cannot_represent_does_not_block_a_page(
    source: XidSource, owner: psycopg.Connection, date: str
) -> None:
    owner.execute(
        "INSERT INTO orders (product, price, security_check, created_at) VALUES ('Cup', 'NaN', true, %s)", [date]
    )

    assert read_ids(source) == [1]


def test_an_ordinary_user_may_read_a_source(postgres: Postgres, dsn: str, owner: psycopg.Connection) -> None:
    role = f"reader_{uuid4().hex[:8]}"
    owner.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'secret'").format(sql.Identifier(role)))
    owner.execute(sql.SQL("GRANT SELECT ON orders TO {}").format(sql.Identifier(role)))
    owner.execute(INSERT)
    database = Database(SecretStr(make_conninfo(dsn, user=role, password="secret")), unavailable=SourceUnavailable)
    source = XidSource("source1", database)

    source.inspect()
    found = read_ids(source)
    with pytest.raises(SourceUnfit, match="lacks a privilege"):
        PostgresOrderTable("source1", database).fill(1, false_share=0, seed=1)
    database.close()

    assert found == [1]


def test_an_unreachable_source_raises_source_unavailable() -> None:
    dsn = f"postgresql://esteira:secret@127.0.0.1:{free_port()}/source1"
    database = Database(SecretStr(dsn), unavailable=SourceUnavailable)

    with pytest.raises(SourceUnavailable, match="ESTEIRA_SOURCES") as error:
        XidSource("source1", database).inspect()
    database.close()

    assert "secret" not in str(error.value)
