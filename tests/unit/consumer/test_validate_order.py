"""Validation of an order depends only on the message and the attempt number."""

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
def test_an_order_is_applied_after_its_simulated_failures_if_its_security_check_passed(
    needed: int, attempt: int, good: bool, simulate: bool, kind: FailureKind | None
) -> None:
    message = order(needed=needed, good=good)

    outcome = validate_order(message, attempt, simulate=simulate)

    assert (outcome and outcome.failure and outcome.failure.kind) == kind


def test_a_simulated_failure_names_the_attempt_that_succeeds() -> None:
    outcome = validate_order(order(needed=4), 1, simulate=True)

    assert outcome
    assert outcome.failure
    assert outcome.status is AttemptStatus.FAILED
    assert outcome.failure.sentence == "Simulated trouble: succeeds on attempt 4."


def test_a_failed_security_check_is_permanent() -> None:
    outcome = validate_order(order(good=False), 1, simulate=False)

    assert outcome
    assert outcome.status is AttemptStatus.REFUSED
