"""Contract of `OrderLocator`: memory and Postgres."""

from typing import Protocol

import psycopg
import pytest
from esteira.core.messages import order_message_id
from esteira.core.orders import OrderKey
from esteira.core.postgres.database import Database
from esteira.reconciliation.history import OrderLocation, OrderState
from esteira.reconciliation.memory.history import MemoryOrderLocator
from esteira.reconciliation.message_reference import MessageReference, references
from esteira.reconciliation.ports import OrderLocator
from esteira.reconciliation.postgres.order_locations import PostgresOrderLocator

Record = tuple[OrderState, int | None, str | None]

KEY = OrderKey("source1", 1)
MESSAGE_ID = order_message_id(*KEY)
BY_ORDER = MessageReference(message_id=str(MESSAGE_ID), order=KEY)
BY_ID = MessageReference(message_id=str(MESSAGE_ID))

PERSISTED: Record = ("persisted", 2, None)
RETRYING: Record = ("retrying", 3, "no luck")
DEAD: Record = ("dead", 5, "no luck")
REJECTED: Record = ("rejected", None, "too long")
CONFLICT: Record = ("conflict", 5, "conflict: other contents")


class LocationSetup(Protocol):
    """A target with the records that a test adds of order 1 of `source1`."""

    @property
    def order_locator(self) -> OrderLocator: ...

    def keep(self, state: OrderState, attempts: int | None, reason: str | None) -> None:
        """Add a record of the order."""


class MemoryLocationSetup:
    def __init__(self) -> None:
        self.order_locator = MemoryOrderLocator()

    def keep(self, state: OrderState, attempts: int | None, reason: str | None) -> None:
        self.order_locator.known.append(OrderLocation(order=KEY, state=state, attempts=attempts, reason=reason))


class PostgresLocationSetup:
    def __init__(self, dsn: str, database: Database) -> None:
        self._dsn = dsn
        self.order_locator = PostgresOrderLocator(database)

    def keep(self, state: OrderState, attempts: int | None, reason: str | None) -> None:
        values = {"message_id": MESSAGE_ID, "attempts": attempts, "reason": reason}
        with psycopg.connect(self._dsn) as connection:
            connection.execute(INSERT[state], values)


FAILED = (
    b"INSERT INTO order_failures (source, source_id, message_id, attempt, error)"
    b" VALUES ('source1', 1, %(message_id)s, %(attempts)s, %(reason)s)"
)
INSERT: dict[OrderState, bytes] = {
    "persisted": (
        b"INSERT INTO orders"
        b" (source, source_id, product, price, security_check, attempts, message_id, payload_hash)"
        b" VALUES ('source1', 1, 'chair', 1, true, %(attempts)s, %(message_id)s, '')"
    ),
    "rejected": b"INSERT INTO producer_rejects (source, source_id, reason) VALUES ('source1', 1, %(reason)s)",
    "conflict": (
        b"INSERT INTO order_conflicts (source, source_id, payload_hash, message_id, body, attempt, error)"
        b" VALUES ('source1', 1, 'other', %(message_id)s, '{}', %(attempts)s, %(reason)s)"
    ),
    "retrying": FAILED,
    "dead": FAILED,
}


@pytest.fixture(params=["memory", "postgres"])
def setup(request: pytest.FixtureRequest) -> LocationSetup:
    if request.param == "memory":
        return MemoryLocationSetup()
    return PostgresLocationSetup(request.getfixturevalue("target_dsn"), request.getfixturevalue("target_database"))


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        ([PERSISTED], PERSISTED),
        ([RETRYING], RETRYING),
        ([DEAD], DEAD),
        ([REJECTED], REJECTED),
        ([DEAD, REJECTED, PERSISTED], PERSISTED),
        ([DEAD, REJECTED], REJECTED),
        ([PERSISTED, CONFLICT], CONFLICT),
    ],
    ids=["persisted", "retrying", "dead", "rejected", "persisted first", "rejected before dead", "conflict first"],
)
def test_the_first_state_in_precedence_is_found(setup: LocationSetup, kept: list[Record], expected: Record) -> None:
    for record in kept:
        setup.keep(*record)

    found = setup.order_locator.find(BY_ORDER)

    assert found is not None
    assert found.order == KEY
    assert (found.state, found.attempts, found.reason) == expected


@pytest.mark.parametrize("kept", [PERSISTED, RETRYING, DEAD])
def test_an_order_with_a_message_is_found_by_its_message_id(setup: LocationSetup, kept: Record) -> None:
    setup.keep(*kept)

    found = setup.order_locator.find(BY_ID)

    assert found is not None
    assert (found.order, found.state) == (KEY, kept[0])


def test_a_rejected_order_is_not_found_by_message_id(setup: LocationSetup) -> None:
    setup.keep(*REJECTED)

    assert setup.order_locator.find(BY_ID) is None


@pytest.mark.parametrize("text", ["source1:2", "source1:0", f"sqs:{MESSAGE_ID}", "pix:e1"])
def test_an_unknown_order_is_not_found(setup: LocationSetup, text: str) -> None:
    assert [setup.order_locator.find(reference) for reference in references(text)] == [None] * len(references(text))


@pytest.mark.parametrize(
    "date", ["infinity", "-infinity", "0044-03-15T00:00:00+00:00 BC", "15000-01-01T00:00:00+00:00"]
)
def test_a_date_that_python_does_not_have_is_shown_as_it_is(
    target_dsn: str, target_database: Database, date: str
) -> None:
    setup = PostgresLocationSetup(target_dsn, target_database)
    setup.keep(*DEAD)
    with psycopg.connect(target_dsn) as connection:
        connection.execute("UPDATE order_failures SET failed_at = %s", [date])

    found = setup.order_locator.find(BY_ORDER)

    assert found is not None
    assert found.since == date
