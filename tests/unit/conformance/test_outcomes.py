"""How a case ends: as on AWS, different, or not offered."""

from collections.abc import Callable
from typing import cast

import pytest
from botocore.exceptions import ClientError

from tests.conformance.case import Case
from tests.conformance.deployed_stack import DeployedStack
from tests.conformance.outcome import LONGEST_SHOWN, Outcome, result_of, shown

STACK = cast(DeployedStack, None)
"""These cases look at no stack."""


def case(observe: Callable[[DeployedStack], object]) -> Case:
    return Case(name="a case", area="SQS", expected=[1, "x"], observe=observe)


def raising(error: Exception) -> Case:
    def observe(_: DeployedStack) -> object:
        raise error

    return case(observe)


def refused(code: str, status: int) -> ClientError:
    return ClientError(
        {"Error": {"Code": code, "Message": "no"}, "ResponseMetadata": {"HTTPStatusCode": status}},  # type: ignore[typeddict-item]
        "StartMessageMoveTask",
    )


def test_what_was_expected_is_as_on_aws() -> None:
    assert result_of(case(lambda _: [1, "x"]), STACK).outcome is Outcome.PASS


def test_what_was_not_expected_differs_and_is_shown() -> None:
    result = result_of(case(lambda _: [2, "x"]), STACK)

    assert (result.outcome, result.seen) == (Outcome.DIFFERS, "[2, 'x']")


@pytest.mark.parametrize(
    ("code", "status"), [("InvalidAction", 400), ("UnsupportedOperation", 400), ("InternalFailure", 501)]
)
def test_a_request_that_the_emulator_does_not_know_is_not_offered(code: str, status: int) -> None:
    assert result_of(raising(refused(code, status)), STACK).outcome is Outcome.NOT_OFFERED


@pytest.mark.parametrize("error", [refused("AccessDenied", 403), AssertionError("too late"), KeyError("Attributes")])
def test_any_other_error_differs_and_names_its_kind(error: Exception) -> None:
    result = result_of(raising(error), STACK)

    assert result.outcome is Outcome.DIFFERS
    assert result.seen.startswith(f"{type(error).__name__}: ")


def test_what_is_shown_is_one_line_of_bounded_length() -> None:
    line = shown(ValueError("first\nsecond " + "x" * 10 * LONGEST_SHOWN))

    assert line.startswith("ValueError: first second x")
    assert len(line) == LONGEST_SHOWN + len("…")
