"""Contracts of `SourceLedgerReader` and `TargetLedgerReader`: memory and Postgres."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Protocol

import psycopg
import pytest
from esteira.core.errors import SourceUnavailable, TargetUnavailable
from esteira.core.messages import order_message_id
from esteira.core.names import CursorMode
from esteira.core.orders import Order, OrderKey, fingerprint
from esteira.core.postgres.database import Database
from esteira.producer.cursor import START, Position
from esteira.reconciliation.comparison import SourceRow, TargetRow
from esteira.reconciliation.memory.ledger import MemorySourceLedgerReader, MemoryTargetLedgerReader
from esteira.reconciliation.ports import SourceLedgerReader, TargetLedgerReader
from esteira.reconciliation.postgres.source_ledger import PostgresSourceLedgerReader
from esteira.reconciliation.postgres.target_ledger import PostgresTargetLedgerReader
from pydantic import SecretStr

PRICE = Decimal("10.50")
HASH = fingerprint("chair", PRICE, True)
CREATED_AT = datetime(2026, 7, 1, tzinfo=UTC)


class LedgerReadersSetup(Protocol):
    """The source `source1` and a target, filled by the test."""

    @property
    def source(self) -> SourceLedgerReader: ...

    @property
    def target(self) -> TargetLedgerReader: ...

    def create(self, *ids: int) -> Position:
        """Add orders with these ids, and return the cursor at the last of them."""

    def persisted(self, *ids: int) -> None:
        """Record these orders as persisted."""

    def failed(self, row_id: int, attempt: int) -> None:
        """Record failed attempts of an order."""

    def rejected(self, row_id: int) -> None:
        """Record an order as rejected."""

    def conflicting(self, row_id: int) -> None:
        """Record two failed messages of an order that is persisted with other contents."""

    def never_tried(self, row_id: int) -> None:
        """Record an order as dead without any attempt."""

    def edited(self, row_id: int, payload_hash: str) -> None:
        """Record that the dead letter of a persisted order was sent back with contents of this hash."""


@dataclass
class MemoryLedgerReadersSetup:
    source: MemorySourceLedgerReader = field(default_factory=MemorySourceLedgerReader)
    target: MemoryTargetLedgerReader = field(default_factory=MemoryTargetLedgerReader)

    def create(self, *ids: int) -> Position:
        for row_id in ids:
            self.source.table[row_id] = Order(
                id=row_id, product="chair", price=PRICE, security_check=True, created_at=CREATED_AT
            )
        return Position(x=0, id=max(ids))

    def persisted(self, *ids: int) -> None:
        for row_id in ids:
            self._change(row_id, product="chair", price=PRICE, security_check=True, payload_hash=HASH)

    def failed(self, row_id: int, attempt: int) -> None:
        self._change(row_id, attempt=attempt)

    def rejected(self, row_id: int) -> None:
        self._change(row_id, rejected=True)

    def conflicting(self, row_id: int) -> None:
        self.target.in_conflict.add(OrderKey("source1", row_id))

    def never_tried(self, row_id: int) -> None:
        self.failed(row_id, attempt=5)
        self.target.never_tried.add(OrderKey("source1", row_id))

    def edited(self, row_id: int, payload_hash: str) -> None:
        row = self.target.table["source1"][row_id]
        self._change(row_id, edited=row.payload_hash == payload_hash)

    def _change(self, row_id: int, **fields: object) -> None:
        table = self.target.table.setdefault("source1", {})
        empty = TargetRow(row_id, None, None, None, None, False, None)
        table[row_id] = table.get(row_id, empty)._replace(**fields)  # type: ignore[arg-type]


class PostgresLedgerReadersSetup:
    def __init__(self, source_dsn: str, target_dsn: str, mode: CursorMode) -> None:
        self._source_dsn, self._target_dsn = source_dsn, target_dsn
        self.databases = (
            Database(SecretStr(source_dsn), unavailable=SourceUnavailable),
            Database(SecretStr(target_dsn), unavailable=TargetUnavailable),
        )
        self.source = PostgresSourceLedgerReader(self.databases[0], mode)
        self.target = PostgresTargetLedgerReader(self.databases[1])

    def create(self, *ids: int) -> Position:
        with psycopg.connect(self._source_dsn) as connection, connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO orders (id, product, price, security_check, created_at)"
                " VALUES (%s, 'chair', %s, true, %s)",
                [(row_id, PRICE, CREATED_AT) for row_id in ids],
            )
            found = cursor.execute("SELECT sync_xid::text FROM orders WHERE id = %s", [max(ids)]).fetchone()
        assert found
        return Position(x=int(found[0]), id=max(ids))

    def persisted(self, *ids: int) -> None:
        for row_id in ids:
            self._target(
                "INSERT INTO orders"
                " (source, source_id, product, price, security_check, attempts, message_id, payload_hash)"
                " VALUES ('source1', %s, 'chair', %s, true, 1, %s, %s)",
                row_id,
                PRICE,
                order_message_id("source1", row_id),
                HASH,
            )

    def failed(self, row_id: int, attempt: int) -> None:
        self._target(
            "INSERT INTO order_failures (source, source_id, message_id, attempt, error)"
            " VALUES ('source1', %s, %s, %s, 'no')",
            row_id,
            order_message_id("source1", row_id),
            attempt,
        )

    def rejected(self, row_id: int) -> None:
        self._target("INSERT INTO producer_rejects (source, source_id, reason) VALUES ('source1', %s, 'no')", row_id)

    def conflicting(self, row_id: int) -> None:
        for contents in ("sofa", "bed"):
            self._target(
                "INSERT INTO order_conflicts (source, source_id, payload_hash, message_id, body, attempt, error)"
                " VALUES ('source1', %s, %s, %s, '{}', 5, 'conflict: why')",
                row_id,
                contents,
                order_message_id("source1", row_id),
            )

    def never_tried(self, row_id: int) -> None:
        self.failed(row_id, attempt=5)
        self._target("UPDATE order_failures SET attempted = false WHERE source_id = %s", row_id)

    def edited(self, row_id: int, payload_hash: str) -> None:
        self._target(
            "INSERT INTO dead_letter_edits (lane, sqs_message_id, message_id, key, before, after, by, at)"
            " VALUES ('orders', 'sqs', %s, 'key', '{}', %s, 'ana', now())",
            order_message_id("source1", row_id),
            b'{"payload":{"product":"\\u0000 \xc3\xa9"},"payload_hash":"%s"}' % payload_hash.encode(),
        )

    def _target(self, command: str, *values: object) -> None:
        with psycopg.connect(self._target_dsn) as connection:
            connection.execute(command.encode(), values)


@pytest.fixture(params=["memory", "postgres, mode xid", "postgres, mode sequence"])
def setup(request: pytest.FixtureRequest) -> Iterator[LedgerReadersSetup]:
    if request.param == "memory":
        yield MemoryLedgerReadersSetup()
        return
    make_source: Callable[[], str] = request.getfixturevalue("migrated_source")
    make_target: Callable[[], str] = request.getfixturevalue("migrated_target")
    mode: CursorMode = "xid" if "xid" in request.param else "sequence"
    created = PostgresLedgerReadersSetup(make_source(), make_target(), mode)
    yield created
    for database in created.databases:
        database.close()


def test_an_empty_source_has_nothing_on_either_side_of_the_cursor(setup: LedgerReadersSetup) -> None:
    count = setup.source.count(START)

    assert (count.handed_over.rows, count.past, count.first_past_id) == (0, 0, None)


def test_a_cursor_divides_the_rows(setup: LedgerReadersSetup) -> None:
    cursor = setup.create(1, 2, 3)
    setup.create(7, 8)

    count = setup.source.count(cursor)

    assert (count.handed_over.rows, count.past, count.first_past_id) == (3, 2, 7)
    assert setup.source.past(cursor, [2, 3, 7, 9]).rows == 1
    assert [row.id for row in setup.source.rows(cursor) if row.handed_over] == [1, 2, 3]


def test_equal_sets_of_rows_have_equal_tallies_on_both_sides(setup: LedgerReadersSetup) -> None:
    cursor = setup.create(1, 2, 3)
    setup.persisted(3, 1, 2)

    assert setup.source.count(cursor).handed_over == setup.target.target_states()["source1"].persisted
    assert setup.source.past(START, [1, 2, 3]) == setup.source.count(cursor).handed_over


def test_unequal_sets_of_one_size_have_unequal_tallies(setup: LedgerReadersSetup) -> None:
    cursor = setup.create(1, 2, 3)
    setup.persisted(1, 2, 4)

    assert setup.source.count(cursor).handed_over != setup.target.target_states()["source1"].persisted


def test_each_key_counts_in_one_state(setup: LedgerReadersSetup) -> None:
    setup.persisted(1, 2)
    setup.rejected(3)
    setup.failed(4, attempt=5)
    setup.failed(5, attempt=4)
    setup.failed(6, attempt=0)

    target_states = setup.target.target_states()["source1"]

    assert (
        target_states.persisted.rows,
        target_states.rejected.rows,
        target_states.dead.rows,
        target_states.retrying.rows,
    ) == (2, 1, 1, 2)
    assert target_states.overlapping == 0


def test_a_row_that_conflicts_with_messages_counts_once_and_not_as_persisted(setup: LedgerReadersSetup) -> None:
    setup.persisted(1, 2, 3)
    setup.conflicting(3)
    setup.conflicting(2)

    target_states = setup.target.target_states()["source1"]

    assert (target_states.persisted.rows, target_states.conflict.rows, target_states.final.rows) == (1, 2, 3)
    assert setup.target.conflicts(limit=1) == [OrderKey("source1", 2)]


def test_dead_orders_that_nobody_tried_are_counted_apart_and_listed(setup: LedgerReadersSetup) -> None:
    setup.failed(1, attempt=5)
    setup.never_tried(2)
    setup.never_tried(3)

    target_states = setup.target.target_states()["source1"]

    assert (target_states.dead.rows, target_states.unattempted) == (3, 2)
    assert setup.target.unattempted(limit=1) == [OrderKey("source1", 2)]


def test_a_key_in_two_states_counts_once_and_is_reported(setup: LedgerReadersSetup) -> None:
    setup.persisted(1, 2, 3)
    setup.failed(1, attempt=5)
    setup.rejected(2)
    setup.failed(3, attempt=2)

    target_states = setup.target.target_states()["source1"]

    assert (
        target_states.persisted.rows,
        target_states.final.rows,
        target_states.retrying.rows,
        target_states.overlapping,
    ) == (3, 3, 0, 2)


def test_rows_are_complete_and_sorted_by_id(setup: LedgerReadersSetup) -> None:
    cursor = setup.create(3, 1, 2)
    setup.persisted(1, 4)
    setup.edited(1, "0" * 64)
    setup.edited(4, HASH)
    setup.failed(1, attempt=3)
    setup.failed(2, attempt=5)
    setup.rejected(3)

    assert next(setup.source.rows(cursor)) == SourceRow(1, "chair", PRICE, True, True)
    assert list(setup.target.rows("source1")) == [
        TargetRow(1, "chair", PRICE, True, HASH, False, 3),
        TargetRow(2, None, None, None, None, False, 5),
        TargetRow(3, None, None, None, None, True, None),
        TargetRow(4, "chair", PRICE, True, HASH, False, None, edited=True),
    ]
    assert list(setup.target.rows("source2")) == []


def test_known_ids_from_the_first_id_on_are_returned_once(setup: LedgerReadersSetup) -> None:
    setup.persisted(1, 2)
    setup.failed(2, attempt=1)
    setup.rejected(3)

    portions = setup.target.ids_from("source1", 2)

    assert sorted(row_id for portion in portions for row_id in portion) == [2, 3]


def test_orders_are_found_by_id(setup: LedgerReadersSetup) -> None:
    setup.create(1, 2)

    orders = setup.source.orders([2, 5])

    assert [(order.id, order.product, order.price) for order in orders] == [(2, "chair", PRICE)]


def test_with_a_primary_key_nothing_is_duplicated(setup: LedgerReadersSetup) -> None:
    setup.persisted(1)

    assert setup.target.duplicated() == {}
