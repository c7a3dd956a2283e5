"""Contract of the orders' `Target`: memory, Postgres, and Postgres behind PgBouncer."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from esteira.consumer.attempts import RecordedFailure
from esteira.consumer.memory import MemoryOrderTarget
from esteira.consumer.outcomes import AttemptStatus
from esteira.consumer.ports import Target
from esteira.consumer.postgres.order_target import PostgresOrderTarget
from esteira.core.errors import BadRow, TargetUnavailable
from esteira.core.messages import OrderMessage, encode
from esteira.core.postgres.database import Database
from pydantic import SecretStr

from tests.fixtures.messages import order, parsed_message
from tests.harness.waiting import wait_for

OrderTarget = Target[OrderMessage]

BLOCK_COMMITS = """
CREATE FUNCTION wait_for_lock() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN PERFORM pg_advisory_xact_lock_shared(1); RETURN NULL; END$$;
CREATE CONSTRAINT TRIGGER block_commit AFTER INSERT ON orders
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait_for_lock();
"""
WAITING = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


@pytest.fixture
def in_postgres(target_database: Database) -> PostgresOrderTarget:
    return PostgresOrderTarget(target_database)


@pytest.fixture
def behind_pgbouncer(pooled_target_dsn: str) -> Iterator[PostgresOrderTarget]:
    database = Database(SecretStr(pooled_target_dsn), unavailable=TargetUnavailable)
    yield PostgresOrderTarget(database)
    database.close()


@pytest.fixture(params=["memory", "in_postgres", "behind_pgbouncer"])
def target(request: pytest.FixtureRequest) -> OrderTarget:
    if request.param == "memory":
        return MemoryOrderTarget()
    kept: OrderTarget = request.getfixturevalue(request.param)
    return kept


def statuses(target: OrderTarget, *messages: OrderMessage) -> list[AttemptStatus]:
    return [outcome.status for outcome in target.apply([parsed_message(message) for message in messages])]


def record(target: OrderTarget, message: OrderMessage, attempt: int, error: str = "unavailable: why") -> None:
    target.record_failures([RecordedFailure(message=message, attempt=attempt, error=error)])


def recorded(target: OrderTarget, message: OrderMessage) -> tuple[int, str] | None:
    failure = target.recorded_failures([parsed_message(message)]).get(message.message_id)
    return (failure.attempt, failure.error) if failure else None


def test_an_order_arrives_once(target: OrderTarget) -> None:
    first, second = statuses(target, order(1), order(2)), statuses(target, order(2), order(3))

    assert first == [AttemptStatus.SUCCEEDED, AttemptStatus.SUCCEEDED]
    assert second == [AttemptStatus.DUPLICATE, AttemptStatus.SUCCEEDED]


def test_of_two_copies_in_one_batch_one_arrives(target: OrderTarget) -> None:
    assert statuses(target, order(2), order(1), order(2)) == [
        AttemptStatus.SUCCEEDED,
        AttemptStatus.SUCCEEDED,
        AttemptStatus.DUPLICATE,
    ]


def test_other_contents_under_the_same_key_are_refused(target: OrderTarget) -> None:
    statuses(target, order(1))

    assert statuses(target, order(1, product="sofa"), order(2)) == [AttemptStatus.REFUSED, AttemptStatus.SUCCEEDED]


def test_the_highest_failed_attempt_of_an_order_is_kept(target: OrderTarget) -> None:
    record(target, order(1), 2, "unavailable: second")
    record(target, order(1), 1, "unavailable: first")

    assert recorded(target, order(1)) == (2, "unavailable: second")


def test_of_several_failures_in_one_batch_the_highest_attempt_is_kept(target: OrderTarget) -> None:
    target.record_failures([RecordedFailure(message=order(1), attempt=n, error=f"simulated: {n}") for n in (1, 3, 2)])

    assert recorded(target, order(1)) == (3, "simulated: 3")


def test_the_failure_of_an_arriving_order_is_deleted(target: OrderTarget) -> None:
    record(target, order(1), 2)

    statuses(target, order(1))

    assert recorded(target, order(1)) is None


def test_no_failure_is_recorded_for_an_arrived_order(target: OrderTarget) -> None:
    statuses(target, order(1))

    record(target, order(1), 3)

    assert recorded(target, order(1)) is None


def test_the_failure_of_other_contents_is_recorded_and_clears_it_of_being_poison(target: OrderTarget) -> None:
    statuses(target, order(1))

    record(target, order(1, product="sofa"), 3, "conflict: why")

    assert recorded(target, order(1, product="sofa")) == (3, "conflict: why")


def test_a_conflict_is_kept_with_its_message_until_the_target_has_its_contents(
    target_dsn: str, in_postgres: PostgresOrderTarget
) -> None:
    sofa = order(1, product="sofa")
    statuses(in_postgres, order(1))
    for attempt in (1, 2):
        record(in_postgres, sofa, attempt, "security check: why")

    with psycopg.connect(target_dsn, autocommit=True) as connection:
        kept = connection.execute("SELECT body, attempt FROM order_conflicts").fetchall()
        connection.execute("DELETE FROM orders")
        statuses(in_postgres, sofa)
        left = connection.execute("SELECT count(*) FROM order_conflicts").fetchone()

    assert (kept, left) == ([(encode(sofa), 2)], (0,))


def test_a_duplicate_deletes_a_failure_left_by_a_killed_consumer(
    target_dsn: str, in_postgres: PostgresOrderTarget
) -> None:
    statuses(in_postgres, order(1))
    with psycopg.connect(target_dsn) as connection:
        connection.execute(
            "INSERT INTO order_failures (source, source_id, message_id, attempt, error) VALUES (%s, %s, %s, 2, 'x')",
            ("source1", 1, order(1).message_id),
        )

    statuses(in_postgres, order(1))

    assert recorded(in_postgres, order(1)) is None


def test_an_order_that_arrives_while_its_copy_fails_has_no_recorded_failure(
    target_dsn: str, in_postgres: PostgresOrderTarget
) -> None:
    with psycopg.connect(target_dsn, autocommit=True) as blocker, ThreadPoolExecutor() as other_consumer:
        blocker.execute(BLOCK_COMMITS)
        blocker.execute("SELECT pg_advisory_lock(1)")
        arriving = other_consumer.submit(in_postgres.apply, [parsed_message(order(1))])
        wait_for("a blocked COMMIT", lambda: blocker.execute(WAITING).fetchone())

        record(in_postgres, order(1), 1)
        blocker.execute("SELECT pg_advisory_unlock(1)")
        arriving.result(timeout=10)

    assert recorded(in_postgres, order(1)) is None


def test_a_row_has_all_fields_its_attempt_and_its_time(target_dsn: str, in_postgres: PostgresOrderTarget) -> None:
    message = order(7, needed=3)

    in_postgres.apply([parsed_message(message, attempt=3)])

    with psycopg.connect(target_dsn) as connection:
        row = connection.execute("SELECT *, processed_at > now() - interval '1 minute' FROM orders").fetchone()
    assert row is not None
    payload = message.payload
    assert row[:4] == ("source1", 7, payload.product, payload.price)
    assert row[4:8] == (True, 3, message.message_id, message.payload_hash)
    assert row[-1] is True


def test_refused_data_rolls_back_its_batch(target_dsn: str, in_postgres: PostgresOrderTarget) -> None:
    unchecked = order(2, good=False)

    with pytest.raises(BadRow, match="violates check constraint"):
        in_postgres.apply([parsed_message(order(1)), parsed_message(unchecked)])

    with psycopg.connect(target_dsn) as connection:
        assert connection.execute("SELECT count(*) FROM orders").fetchone() == (0,)


def test_the_error_for_an_unreachable_database_hides_the_password() -> None:
    database = Database(SecretStr("postgresql://esteira:s3cret@127.0.0.1:1/x"), unavailable=TargetUnavailable)
    target = PostgresOrderTarget(database)

    with pytest.raises(TargetUnavailable, match=r"ESTEIRA_TARGET_DSN.*refused") as caught:
        target.apply([parsed_message(order(1))])

    database.close()
    assert "s3cret" not in str(caught.value)
