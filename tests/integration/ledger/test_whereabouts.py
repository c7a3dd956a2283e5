"""Where the target says an order is."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
from esteira.adapters.postgres.database import Database
from esteira.adapters.postgres.whereabouts import PostgresWhereabouts
from esteira.domain.history import Address
from esteira.domain.letters import OrderKey
from esteira.domain.messages import order_message_id
from esteira.errors import TargetUnavailable
from pydantic import SecretStr

MESSAGE_ID = str(order_message_id("source1", 1))

PERSISTED = (
    "INSERT INTO orders (source, source_id, product, price, security_check, attempts, message_id, payload_hash)"
    f" VALUES ('source1', 1, 'chair', 1, true, 2, '{MESSAGE_ID}', '')"
)
FAILED = (
    "INSERT INTO order_failures (source, source_id, message_id, attempt, error)"
    f" VALUES ('source1', 1, '{MESSAGE_ID}', %d, 'no luck')"
)
REJECTED = "INSERT INTO producer_rejects (source, source_id, reason) VALUES ('source1', 1, 'too long')"


@pytest.fixture
def dsn(migrated_target: Callable[[], str]) -> str:
    return migrated_target()


@pytest.fixture
def whereabouts(dsn: str) -> Iterator[PostgresWhereabouts]:
    database = Database(SecretStr(dsn), unavailable=TargetUnavailable)
    yield PostgresWhereabouts(database)
    database.close()


@pytest.mark.parametrize(
    ("commands", "expected"),
    [
        ([PERSISTED], ("persisted", 2, None)),
        ([FAILED % 3], ("retrying", 3, "no luck")),
        ([FAILED % 5], ("dead", 5, "no luck")),
        ([REJECTED], ("rejected", None, "too long")),
        ([PERSISTED, FAILED % 5, REJECTED], ("persisted", 2, None)),
    ],
    ids=["persisted", "retrying", "dead", "rejected", "the target counts first"],
)
def test_an_order_is_where_the_target_says(
    dsn: str, whereabouts: PostgresWhereabouts, commands: list[str], expected: tuple[str, int | None, str | None]
) -> None:
    with psycopg.connect(dsn) as connection:
        for command in commands:
            connection.execute(command.encode())

    found = whereabouts.find(Address.of("source1:1"))

    assert found is not None
    assert found.order == OrderKey("source1", 1)
    assert (found.state, found.attempts, found.reason) == expected


@pytest.mark.parametrize("address", ["source1:2", "sqs:no-uuid", "source1:9223372036854775808", str(MESSAGE_ID)])
def test_an_order_that_the_target_does_not_know_is_nowhere(whereabouts: PostgresWhereabouts, address: str) -> None:
    assert whereabouts.find(Address.of(address)) is None
