"""A poison candidate is processed in a real child process, which may die in any way."""

import sys
from collections.abc import Callable, Iterator

import pytest
from esteira.consumer.outcomes import DUPLICATE, SUCCEEDED, Outcome, Trouble
from esteira.consumer.subprocess.subprocess_target import IsolatedEffect
from esteira.core.errors import BadRow, TargetUnavailable
from esteira.core.messages import OrderMessage

from tests.fixtures.messages import arrival, order

CHILD = (sys.executable, "-m", "tests.harness.crashing_targets", "--isolated")
SECONDS_EACH = 3.0

Isolated = IsolatedEffect[OrderMessage]


def variables(target_dsn: str) -> dict[str, str]:
    return {
        "ESTEIRA_TARGET_DSN": target_dsn,
        "ESTEIRA_MONGO_URL": "mongodb://127.0.0.1:1",
        "ESTEIRA_QUEUE_URL": "http://127.0.0.1:1/queue",
    }


@pytest.fixture
def isolated(migrated_target: Callable[[], str]) -> Iterator[Isolated]:
    with IsolatedEffect[OrderMessage](
        CHILD, variables(migrated_target()), start_seconds=15, seconds_each=SECONDS_EACH
    ) as effect:
        yield effect


def end(isolated: Isolated, message: OrderMessage) -> Outcome:
    (outcome,) = isolated.apply([arrival(message)])
    return outcome


def test_a_poison_candidate_that_does_not_crash_arrives(isolated: Isolated) -> None:
    assert (end(isolated, order(1)), end(isolated, order(1))) == (SUCCEEDED, DUPLICATE)


def test_a_crash_is_reported_and_the_next_candidate_arrives(isolated: Isolated) -> None:
    ends = [
        end(isolated, order(n, product=product)) for n, product in enumerate(["exit", "segfault", "memory", "hang"], 1)
    ]

    told = [outcome.failure and (outcome.failure.kind, outcome.failure.sentence) for outcome in ends]
    assert told == [
        (Trouble.KILLED, "Its process ended: exit status 1."),
        (Trouble.KILLED, "Its process ended: SIGSEGV."),
        (Trouble.KILLED, "Its process ended: exit status 1."),
        (Trouble.KILLED, "Its process ended: no answer in 3 s."),
    ]
    assert end(isolated, order(5)) == SUCCEEDED


def test_data_that_the_database_refuses_is_told_as_that(isolated: Isolated) -> None:
    with pytest.raises(BadRow, match="violates check constraint"):
        isolated.apply([arrival(order(1, good=False))])


def test_a_database_that_does_not_answer_is_told_as_that() -> None:
    nowhere = variables("postgresql://esteira@127.0.0.1:1/target")

    with (
        IsolatedEffect[OrderMessage](CHILD, nowhere, start_seconds=15, seconds_each=10) as isolated,
        pytest.raises(TargetUnavailable, match="ESTEIRA_TARGET_DSN"),
    ):
        isolated.apply([arrival(order(1))])


def test_without_a_child_process_no_candidate_is_blamed() -> None:
    with (
        IsolatedEffect[OrderMessage](
            (sys.executable, "-c", "raise SystemExit(3)"), {}, start_seconds=15, seconds_each=10
        ) as isolated,
        pytest.raises(TargetUnavailable, match="no process to isolate a suspect in: exit status 3"),
    ):
        isolated.apply([arrival(order(1))])
