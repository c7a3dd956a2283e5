"""A source that cannot be read is named with the reason; an undecodable row is rejected alone; the others go on."""

from collections.abc import Callable, Iterator, Mapping
from uuid import uuid4

import psycopg
import pytest
from esteira.core.errors import SOURCE_FAULTS, SourceUnavailable
from esteira.core.names import CursorMode
from esteira.core.postgres.database import Database
from esteira.producer.list_orders import ListOrders, list_orders
from esteira.producer.publish_all import NotPublished
from esteira.producer.publish_source import Published
from esteira.reconciliation.postgres.source_ledger import PostgresSourceLedgerReader
from psycopg import sql
from psycopg.conninfo import make_conninfo
from pydantic import SecretStr

from infra.errors import MigrationFailed
from infra.local.services.migrate import migrate
from tests.harness.ports import free_port
from tests.harness.postgres import Postgres, endpoints_of, migrate_databases
from tests.harness.publication import Publication, running_publication

ROWS = """
INSERT INTO orders (product, price, security_check)
VALUES ('Café', 1, true), (E'Caf\\351', 2, true), ('Pão', 3, true), ('Cup', 4, true)
"""


@pytest.fixture
def publish_with(target_dsn: str, redis_url: str) -> Iterator[Callable[..., Publication]]:
    """Make a publication of these sources, whose names begin anew in each test."""
    opened = []

    def make(sources: Mapping[str, str], modes: Mapping[str, CursorMode]) -> Publication:
        context = running_publication(sources=sources, target_dsn=target_dsn, redis_url=redis_url, modes=modes)
        opened.append(context)
        return context.__enter__()

    yield make
    for context in opened:
        context.__exit__(None, None, None)


def name(kind: str) -> str:
    return f"{kind}{uuid4().hex[:8]}"


@pytest.mark.parametrize("mode", ["xid", "sequence"])
@pytest.mark.parametrize("encoding", ["", "UTF8", "LATIN1"])
def test_in_a_source_in_sql_ascii_only_the_undecodable_row_is_rejected(
    postgres: Postgres, target_dsn: str, publish_with: Callable[..., Publication], mode: CursorMode, encoding: str
) -> None:
    dsn, source = postgres.create_in_sql_ascii("ascii"), name("a")
    migrate_databases(target_dsn=target_dsn, **{source: dsn})
    with psycopg.connect(dsn, client_encoding="UTF8") as owner:
        owner.execute("SET client_encoding = 'SQL_ASCII'")
        owner.execute(ROWS.encode())
    given = make_conninfo(dsn, client_encoding=encoding) if encoding else dsn
    publication = publish_with({source: given}, {source: mode})

    (done,) = publication.publish()

    assert isinstance(done, Published), done
    assert (done.published, done.rejected) == (3, 1)
    with psycopg.connect(target_dsn) as target:
        rejects = target.execute("SELECT source_id, reason FROM producer_rejects WHERE source = %s", [source])
        assert rejects.fetchall() == [(2, "product: holds bytes that are not UTF-8")]


@pytest.fixture
def ascii_dsn(postgres: Postgres, target_dsn: str) -> str:
    dsn = postgres.create_in_sql_ascii("ascii")
    migrate_databases(target_dsn=target_dsn, ascii=dsn)
    with psycopg.connect(dsn, client_encoding="UTF8") as owner:
        owner.execute("SET client_encoding = 'SQL_ASCII'")
        owner.execute(ROWS.encode())
    return dsn


def test_an_undecodable_row_stops_neither_a_listing_nor_a_comparison_nor_a_repair(
    ascii_dsn: str, publish_with: Callable[..., Publication]
) -> None:
    publication = publish_with({"ascii": ascii_dsn}, {})
    database = Database(SecretStr(ascii_dsn), unavailable=SourceUnavailable)
    reader = PostgresSourceLedgerReader(database, "xid")

    listed = list_orders(publication.producer.table("ascii"), ListOrders()).orders
    position = publication.producer.publish_deps("ascii").source.inspect().limit
    compared = list(reader.rows(position))
    repaired = reader.orders([1, 2])
    database.close()

    assert [order.product for order in listed] == ["Café", "Caf\ufffd", "Pão", "Cup"]
    assert [row.id for row in compared] == [1, 2, 3, 4]
    assert [order.product for order in repaired] == ["Café", "Caf\udce9"]


@pytest.fixture
def reader_dsn(postgres: Postgres, migrated_source: Callable[[], str]) -> str:
    """The DSN of a user who may connect and nothing else."""
    dsn, role = migrated_source(), name("reader")
    with psycopg.connect(dsn, autocommit=True) as owner:
        owner.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'secret'").format(sql.Identifier(role)))
    return make_conninfo(dsn, user=role, password="secret")


BASE = "CREATE TABLE orders (id bigserial PRIMARY KEY, product text, {} security_check boolean, created_at {})"


@pytest.mark.parametrize("mode", ["xid", "sequence"])
@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (None, "it has no table orders"),
        (BASE.format("", "timestamptz"), "has no column price"),
        (BASE.format("price text,", "timestamptz"), "has price as text"),
        (BASE.format("price numeric,", "text"), "has created_at as text"),
        (BASE.format("price numeric,", "timestamptz").replace("bigserial", "uuid"), "has id as uuid"),
        (BASE.format("price numeric,", "timestamptz").replace("boolean", "integer"), "has security_check as integer"),
    ],
)
def test_an_unfit_source_is_named_with_its_reason_and_stops_no_other(  # noqa: PLR0917 - fixtures and parameters
    postgres: Postgres,
    migrated_source: Callable[[], str],
    publish_with: Callable[..., Publication],
    mode: CursorMode,
    table: str | None,
    reason: str,
) -> None:
    sick, well, dsn = name("sick"), name("well"), postgres.create_database("sick")
    with psycopg.connect(dsn) as owner:
        owner.execute((table or "SELECT 1").encode())
    publication = publish_with({sick: dsn, well: migrated_source()}, {sick: mode})
    publication.producer.table(well).fill(3, false_share=0, seed=1)

    named, done = publication.publish()

    assert isinstance(named, NotPublished)
    assert f"{sick}: " in str(named.error)
    assert reason in str(named.error)
    assert isinstance(done, Published)
    assert done.published == 3


def test_a_source_without_privileges_is_named(reader_dsn: str, publish_with: Callable[..., Publication]) -> None:
    (named,) = publish_with({"closed": reader_dsn}, {}).publish()

    assert isinstance(named, NotPublished)
    assert "its user lacks a privilege" in str(named.error)


def test_a_sick_source_does_not_stop_the_migrations_of_the_others(postgres: Postgres) -> None:
    nowhere, well, target = free_port(), postgres.create_database("well"), postgres.create_database("target")
    broken = postgres.create_database("broken")
    with psycopg.connect(broken) as owner:
        owner.execute("CREATE VIEW orders AS SELECT 1 AS id")
    dsns = {"gone": f"postgresql://u:p@127.0.0.1:{nowhere}/x", "broken": broken, "well": well}
    faults: dict[str, str] = {}

    done = migrate(endpoints_of(target_dsn=target, **dsns), lambda each, error: faults.update({each: str(error)}))

    assert sorted(faults) == ["source broken", "source gone"]
    assert sorted(done) == ["source well", "target"]
    with pytest.raises((MigrationFailed, *SOURCE_FAULTS)):
        migrate(endpoints_of(target_dsn=target, **dsns))
