"""Validation of orders and payments depends on the message and the attempt's number only."""

import pytest
from esteira.consumer.outcomes import AttemptStatus, FailureKind
from esteira.consumer.validate_order import validate_order

from tests.fixtures.messages import order


@pytest.mark.parametrize(
    ("needed", "attempt", "good", "simulate", "kind"),
    [
        (1, 1, True, True, None),
        (3, 2, True, True, FailureKind.SIMULATED),
        (3, 3, True, True, None),
        (3, 5, True, True, None),
        (6, 5, False, True, FailureKind.SIMULATED),
        (6, 6, False, True, FailureKind.SECURITY_CHECK),
        (1, 1, False, True, FailureKind.SECURITY_CHECK),
        (3, 1, True, False, None),
        (1, 1, False, False, FailureKind.SECURITY_CHECK),
        (6, 1, False, False, FailureKind.SECURITY_CHECK),
    ],
)
def test_an_order_goes_to_the_target_when_its_trouble_is_over_and_its_check_passed(
    needed: int, attempt: int, good: bool, simulate: bool, kind: FailureKind | None
) -> None:
    message = order(needed=needed, good=good)

    outcome = validate_order(message, attempt, simulate=simulate)

    assert (outcome and outcome.failure and outcome.failure.kind) == kind


def test_simulated_trouble_says_when_it_will_be_over() -> None:
    outcome = validate_order(order(needed=4), 1, simulate=True)

    assert outcome
    assert outcome.failure
    assert outcome.status is AttemptStatus.FAILED
    assert outcome.failure.sentence == "Simulated trouble: succeeds on attempt 4."


def test_a_failed_security_check_is_for_good() -> None:
    outcome = validate_order(order(good=False), 1, simulate=False)

    assert outcome
    assert outcome.status is AttemptStatus.REFUSED
