"""Poison candidates are applied in a real child process, which may crash in any way."""

import sys
from collections.abc import Iterator

import pytest
from esteira.consumer.outcomes import DUPLICATE, SUCCEEDED, FailureKind, Outcome
from esteira.consumer.subprocess.subprocess_target import SubprocessTarget
from esteira.core.errors import BadRow, TargetUnavailable
from esteira.core.messages import OrderMessage

from tests.fixtures.messages import order, parsed_message
from tests.harness.waiting import HANGS_AFTER_SECONDS

CHILD = (sys.executable, "-m", "tests.harness.crashing_targets", "--isolated")
HANGS_FOR_SECONDS = 1

OrderSubprocess = SubprocessTarget[OrderMessage]


def variables(target_dsn: str) -> dict[str, str]:
    return {
        "ESTEIRA_TARGET_DSN": target_dsn,
        "ESTEIRA_MONGO_URL": "mongodb://127.0.0.1:1",
        "ESTEIRA_QUEUE_URL": "http://127.0.0.1:1/queue",
    }


def in_child(variables: dict[str, str], *, seconds_each: float = HANGS_AFTER_SECONDS) -> OrderSubprocess:
    return SubprocessTarget(CHILD, variables, start_seconds=HANGS_AFTER_SECONDS, seconds_each=seconds_each)


@pytest.fixture
def subprocess_target(target_dsn: str) -> Iterator[OrderSubprocess]:
    with in_child(variables(target_dsn)) as effect:
        yield effect


def apply(subprocess_target: OrderSubprocess, message: OrderMessage) -> Outcome:
    (outcome,) = subprocess_target.apply([parsed_message(message)])
    return outcome


def test_a_poison_candidate_that_does_not_crash_arrives(subprocess_target: OrderSubprocess) -> None:
    assert (apply(subprocess_target, order(1)), apply(subprocess_target, order(1))) == (SUCCEEDED, DUPLICATE)


def test_a_crash_is_reported_and_the_next_candidate_arrives(subprocess_target: OrderSubprocess) -> None:
    ends = [
        apply(subprocess_target, order(n, product=product))
        for n, product in enumerate(["exit", "segfault", "memory"], 1)
    ]

    failures = [outcome.failure for outcome in ends if outcome.failure]
    assert [failure.kind for failure in failures] == [FailureKind.KILLED] * 3
    # How the third ends is open: without memory a process may take so long to exit that it is killed.
    assert [failure.sentence for failure in failures[:2]] == [
        "Its process ended: exit status 1.",
        "Its process ended: SIGSEGV.",
    ]
    assert apply(subprocess_target, order(4)) == SUCCEEDED


def test_a_child_process_that_hangs_is_ended(target_dsn: str) -> None:
    with in_child(variables(target_dsn), seconds_each=HANGS_FOR_SECONDS) as subprocess_target:
        outcome = apply(subprocess_target, order(1, product="hang"))

    assert outcome.failure
    assert outcome.failure.sentence == "Its process ended: no reply in 1 s."


def test_refused_data_raises_bad_row(subprocess_target: OrderSubprocess) -> None:
    with pytest.raises(BadRow, match="violates check constraint"):
        subprocess_target.apply([parsed_message(order(1, good=False))])


def test_an_unreachable_database_raises_target_unavailable() -> None:
    unreachable = variables("postgresql://esteira@127.0.0.1:1/target")

    with (
        in_child(unreachable) as subprocess_target,
        pytest.raises(TargetUnavailable, match="ESTEIRA_TARGET_DSN"),
    ):
        subprocess_target.apply([parsed_message(order(1))])


def test_without_a_child_process_the_target_is_unavailable() -> None:
    with (
        SubprocessTarget[OrderMessage](
            (sys.executable, "-c", "raise SystemExit(3)"), {}, start_seconds=HANGS_AFTER_SECONDS, seconds_each=1
        ) as subprocess_target,
        pytest.raises(TargetUnavailable, match="child process for poison candidates not started: exit status 3"),
    ):
        subprocess_target.apply([parsed_message(order(1))])
