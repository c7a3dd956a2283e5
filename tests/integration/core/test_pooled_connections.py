"""A database behind a pooler in transaction mode: every transaction may meet another server session."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing

import psycopg
import pytest
from esteira.core.errors import TargetUnavailable
from esteira.core.postgres.database import Database
from esteira.core.postgres.streams import PORTION_ROWS, portions
from pydantic import SecretStr

from tests.harness.pgbouncer import SERVER_CONNECTIONS

OpenDatabase = Callable[..., Database]

LIMITS_IN_FORCE = b"SELECT current_setting('statement_timeout'), current_setting('lock_timeout')"
PREPARED = b"SELECT count(*) FROM pg_prepared_statements"


@pytest.fixture
def open_database() -> Iterator[OpenDatabase]:
    with ExitStack() as opened:

        def open_one(dsn: str, *, single_statements: bool = False) -> Database:
            database = Database(
                SecretStr(dsn), unavailable=TargetUnavailable, connections=8, single_statements=single_statements
            )
            return opened.enter_context(closing(database))

        yield open_one


def fetch(database: Database, query: bytes) -> tuple[object, ...]:
    row: tuple[object, ...] | None = database.run(lambda connection: connection.execute(query).fetchone())
    assert row
    return row


def in_all_sessions(dsn: str, query: bytes) -> set[tuple[object, ...] | None]:
    """Hold every session of the pool at once, and return each one's answer."""
    with ExitStack() as opened:
        held = [opened.enter_context(psycopg.connect(dsn)) for _ in range(SERVER_CONNECTIONS)]
        return {connection.execute(query).fetchone() for connection in held}


def test_many_clients_repeat_a_statement_without_a_failure(open_database: OpenDatabase, pooled_target_dsn: str) -> None:
    databases = [open_database(pooled_target_dsn) for _ in range(4)]

    with ThreadPoolExecutor(16) as clients:
        answers = list(clients.map(lambda n: fetch(databases[n % 4], b"SELECT count(*) FROM orders"), range(400)))

    assert answers == [(0,)] * 400
    assert in_all_sessions(pooled_target_dsn, PREPARED) == {(0,)}


@pytest.mark.parametrize("single_statements", [False, True])
def test_every_transaction_has_its_limits_and_leaves_none(
    open_database: OpenDatabase, pooled_target_dsn: str, single_statements: bool
) -> None:
    database = open_database(pooled_target_dsn, single_statements=single_statements)

    limits = {fetch(database, LIMITS_IN_FORCE) for _ in range(20)}

    assert limits == {("20s", "10s")}
    assert in_all_sessions(pooled_target_dsn, LIMITS_IN_FORCE) == {("0", "0")}


def test_a_direct_connection_prepares_statements_and_keeps_its_limits(
    open_database: OpenDatabase, target_dsn: str
) -> None:
    database = open_database(target_dsn)

    for _ in range(10):
        fetch(database, LIMITS_IN_FORCE)

    assert fetch(database, PREPARED) > (0,)
    assert fetch(database, LIMITS_IN_FORCE) == ("20s", "10s")


def test_whole_tables_are_read_in_portions(open_database: OpenDatabase, pooled_target_dsn: str) -> None:
    rows = PORTION_ROWS + 1
    database = open_database(pooled_target_dsn)
    with database.transaction() as connection:
        connection.execute(
            "INSERT INTO orders (source, source_id, product, price, security_check, attempts, message_id, payload_hash)"
            " SELECT 'shop', n, 'p', 1, true, 1, gen_random_uuid(), '' FROM generate_series(1, %s) n",
            [rows],
        )

    read = portions(database, "reconciliation/rows_known_of_source", {"source": "shop"})

    assert [len(portion) for portion in read] == [PORTION_ROWS, 1]


def test_a_missing_table_is_named_and_the_database_is_not_called_unreachable(
    open_database: OpenDatabase, pooled_target_dsn: str
) -> None:
    with pytest.raises(TargetUnavailable, match=r'not available .*relation "nothing" does not exist'):
        fetch(open_database(pooled_target_dsn), b"SELECT 1 FROM nothing")


def test_a_repeated_question_is_always_planned_for_its_own_filters(
    open_database: OpenDatabase, target_dsn: str
) -> None:
    database = open_database(target_dsn)
    question = b"SELECT count(*) FROM orders WHERE %(source)s::text IS NULL OR source = %(source)s"

    for _ in range(12):
        database.run(lambda connection: connection.execute(question, {"source": None}))

    plans = b"SELECT sum(generic_plans), sum(custom_plans) > 5 FROM pg_prepared_statements"
    assert fetch(database, plans) == (0, True)
