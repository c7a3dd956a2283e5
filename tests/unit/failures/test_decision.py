"""What becomes of an error."""

from datetime import timedelta

import pytest
from esteira.core.reporting.error_report import ErrorKind
from esteira.failures.decision import MOST_TRIES, changed, decide, delay, is_news, new_failure
from esteira.failures.failure import FailureState

from tests.fixtures.clock import READ_AT
from tests.fixtures.errors import error

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("case", "state"),
    [
        ({"subject": None}, FailureState.NOTED),
        ({"attempt": 4}, FailureState.NOTED),
        ({}, FailureState.WAITING),
        ({"transient": False, "kind": ErrorKind.PAYLOAD}, FailureState.PARKED),
        ({"transient": False, "kind": ErrorKind.SIMULATED}, FailureState.PARKED),
        ({"transient": False, "kind": ErrorKind.PROCESS}, FailureState.PARKED),
        ({"original_is_whole": False}, FailureState.PARKED),
    ],
)
def test_only_what_its_lane_gave_up_and_a_later_try_can_heal_is_sent_again(
    case: dict[str, object], state: FailureState
) -> None:
    decision = decide(error(**case), 0, READ_AT)  # type: ignore[arg-type]

    assert decision.state is state
    assert decision.reason
    assert (decision.due_at is not None) == (state is FailureState.WAITING)


def test_the_delay_grows_up_to_an_hour() -> None:
    assert [delay(tries) / MINUTE for tries in range(6)] == [1, 4, 16, 60, 60, 60]


def test_what_failed_again_each_time_is_parked() -> None:
    states = [decide(error(), tries, READ_AT).state for tries in (MOST_TRIES - 1, MOST_TRIES)]

    assert states == [FailureState.WAITING, FailureState.PARKED]


def test_an_error_that_was_received_before_is_no_news() -> None:
    once = error()

    assert not is_news(once, new_failure(once, READ_AT))


def test_a_receive_that_others_follow_does_not_change_what_was_decided() -> None:
    waiting = new_failure(error(attempt=5), READ_AT)
    noted = new_failure(error(attempt=1), READ_AT)

    assert not is_news(error(attempt=2), waiting)
    assert is_news(error(attempt=2), noted)


def test_a_failure_whose_message_fails_once_more_waits_again_with_its_tries() -> None:
    again = changed(new_failure(error(), READ_AT), error(), READ_AT + MINUTE)

    assert (again.state, again.tries, again.created_at) == (FailureState.WAITING, 0, READ_AT)
