"""Contract of `OrderFacts` and `KnownRows`: memory and Postgres."""

from decimal import Decimal
from typing import Protocol

import psycopg
import pytest
from esteira.callbacks.callback import KeptCallback
from esteira.core.messages import order_message_id
from esteira.core.orders import OrderKey
from esteira.core.postgres.database import Database
from esteira.orders.memory import MemoryOrderFacts
from esteira.orders.postgres.order_facts import PostgresOrderFacts
from esteira.orders.story import Letter, Redrive, TargetOrder

from tests.fixtures.found_orders import minutes, target_order
from tests.fixtures.messages import callback

KEY, OTHER, UNKNOWN = OrderKey("source1", 1), OrderKey("source1", 2), OrderKey("source1", 3)
DEAD = Letter(kind="dead", since=minutes(5), attempt=5, error="no luck")
CONFLICT = Letter(kind="conflict", since=minutes(6), attempt=5, error="other contents", body="{}")


def redrive(number: int, *, named: bool) -> Redrive:
    return Redrive(
        id=number,
        requested_by="ana",
        requested_at=minutes(number),
        finished_at=minutes(number),
        ending="finished",
        named=named,
        moved=3,
    )


class FactsSetup(Protocol):
    """A target: order 1 is persisted and in conflict, order 2 is dead and rejected; of order 1 is a callback."""

    @property
    def facts(self) -> MemoryOrderFacts | PostgresOrderFacts: ...

    def redrive(self, number: int, *identifiers: str) -> None:
        """Add a redrive so many minutes after noon, of these letters or of all."""


class MemorySetup:
    def __init__(self) -> None:
        self.facts = MemoryOrderFacts(
            rows={KEY: target_order()},
            dead_letters={KEY: [CONFLICT], OTHER: [DEAD]},
            kept=[KeptCallback(callback=callback(), received_at=minutes(7))],
            rejected={OTHER},
            failed={OTHER: 5},
        )

    def redrive(self, number: int, *identifiers: str) -> None:
        self.facts.selections.append((redrive(number, named=bool(identifiers)), frozenset(identifiers)))


FILL = (
    "INSERT INTO orders (source, source_id, product, price, security_check, attempts, message_id, payload_hash,"
    " processed_at, payment_state, payment_changed_at)"
    " VALUES ('source1', 1, 'chair', 10.50, true, 2, %(first)s, %(hash)s, %(at30)s, 'paid', %(at41)s)",
    "INSERT INTO order_conflicts (source, source_id, payload_hash, message_id, body, attempt, error, failed_at)"
    " VALUES ('source1', 1, 'other', %(first)s, '{}', 5, 'other contents', %(at6)s)",
    "INSERT INTO order_failures (source, source_id, message_id, attempt, error, failed_at)"
    " VALUES ('source1', 2, %(second)s, 5, 'no luck', %(at5)s)",
    "INSERT INTO producer_rejects (source, source_id, reason) VALUES ('source1', 2, 'too large')",
    "INSERT INTO callbacks (provider, event_id, source, source_id, state, amount, occurred_at, received_at)"
    " VALUES ('acmepay', 'e1', 'source1', 1, 'paid', 10.00, %(occurred)s, %(at7)s)",
)
REDRIVE = (
    "INSERT INTO redrives (lane, requested_by, selection, moved, requested_at, finished_at, ending)"
    " VALUES ('orders', 'ana', %s, 3, %s, %s, 'finished')"
)


class PostgresSetup:
    def __init__(self, dsn: str, database: Database) -> None:
        self._dsn = dsn
        self.facts = PostgresOrderFacts(database)
        values = {f"at{number}": minutes(number) for number in (5, 6, 7, 30, 41)}
        ids = {"first": order_message_id(*KEY), "second": order_message_id(*OTHER)}
        with psycopg.connect(dsn) as connection:
            for command in FILL:
                connection.execute(
                    command.encode(),
                    {**values, **ids, "hash": target_order().payload_hash, "occurred": callback().occurred_at},
                )

    def redrive(self, number: int, *identifiers: str) -> None:
        with psycopg.connect(self._dsn) as connection:
            at = minutes(number)
            connection.execute(REDRIVE.encode(), (list(identifiers) or None, at, at))


@pytest.fixture(params=["memory", "postgres"])
def setup(request: pytest.FixtureRequest) -> FactsSetup:
    if request.param == "memory":
        return MemorySetup()
    return PostgresSetup(request.getfixturevalue("target_dsn"), request.getfixturevalue("target_database"))


def test_the_row_of_an_order_is_as_it_is_in_the_target(setup: FactsSetup) -> None:
    row: TargetOrder | None = setup.facts.row(KEY)

    assert row == target_order()
    assert setup.facts.row(OTHER) is None


def test_letters_are_those_of_the_order(setup: FactsSetup) -> None:
    assert [list(setup.facts.letters(key)) for key in (KEY, OTHER, UNKNOWN)] == [[CONFLICT], [DEAD], []]


def test_callbacks_are_those_of_the_order(setup: FactsSetup) -> None:
    (kept,) = setup.facts.callbacks(KEY, limit=5)

    assert (kept.callback.event_id, kept.callback.amount, kept.received_at) == ("e1", Decimal(10), minutes(7))
    assert setup.facts.callbacks(OTHER, limit=5) == []


def test_redrives_of_all_letters_and_of_this_one_are_found_the_oldest_first(setup: FactsSetup) -> None:
    setup.redrive(1)
    setup.redrive(2, "source1:1")
    setup.redrive(3, "source1:2")
    setup.redrive(4)

    found = setup.facts.redrives(["source1:1", "sqs:x"], since=minutes(2), limit=5)

    assert found == [redrive(2, named=True), redrive(4, named=False)]


def test_no_more_redrives_are_found_than_asked_for_and_the_last_ones(setup: FactsSetup) -> None:
    for number in (1, 2, 3):
        setup.redrive(number)

    assert [found.id for found in setup.facts.redrives([], since=minutes(0), limit=2)] == [2, 3]


def test_what_is_known_of_rows_says_all_of_their_states(setup: FactsSetup) -> None:
    known = setup.facts.known("source1", [1, 2, 3])

    assert {row_id: (bool(row.payload_hash), row.rejected, row.attempt) for row_id, row in known.items()} == {
        1: (True, False, None),
        2: (False, True, 5),
    }
