"""Only recent signatures with the right secret are accepted, and the refusal never says what was wrong."""

import hmac
from datetime import timedelta

import pytest
from esteira.callbacks.signatures import check, sign
from esteira.core.errors import BadSignature

from tests.fixtures.clock import READ_AT

SECRET = "a-secret-of-acmepay"
BODY = b'{"event_id": "e1"}'
GOOD = sign(BODY, secret=SECRET, at=READ_AT)
TOLERANCE = timedelta(seconds=300)


def refused(signature: str, body: bytes = BODY, *, late_seconds: float = 0) -> bool:
    now = READ_AT + timedelta(seconds=late_seconds)
    try:
        check(signature, body, secret=SECRET, now=now, tolerance=TOLERANCE)
    except BadSignature as error:
        # The same message for every reason.
        return not error.detail
    return False


def test_a_signature_is_the_hmac_of_the_moment_and_the_raw_body() -> None:
    seconds = int(READ_AT.timestamp())

    digest = hmac.new(SECRET.encode(), f"{seconds}.".encode() + BODY, "sha256").hexdigest()

    assert f"t={seconds},v1={digest}" == GOOD


@pytest.mark.parametrize("late_seconds", [-300, 0, 300])
def test_a_signature_is_good_for_the_tolerance_before_and_after(late_seconds: float) -> None:
    assert not refused(GOOD, late_seconds=late_seconds)


@pytest.mark.parametrize("late_seconds", [-300.001, 300.001, 86_400])
def test_beyond_the_tolerance_it_is_stale(late_seconds: float) -> None:
    assert refused(GOOD, late_seconds=late_seconds)


def test_another_moment_cannot_be_put_in_front_of_a_signature() -> None:
    later = f"t={int(READ_AT.timestamp()) + 600},{GOOD.partition(',')[2]}"

    assert refused(later, late_seconds=600)


@pytest.mark.parametrize("body", [b"", b"{}", BODY + b" ", b"\xff" + BODY])
def test_any_other_byte_of_the_body_spoils_it(body: bytes) -> None:
    assert refused(GOOD, body)


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "v1=" + "0" * 64,
        sign(BODY, secret="another-secret-of-x", at=READ_AT),
        GOOD.upper(),
        GOOD + ",v1=" + "0" * 64,
        GOOD + "\n",
        " " + GOOD,
        GOOD.replace("t=", "t=-"),
        GOOD.replace("t=", "t=\u0661"),
        f"t={'9' * 400},v1={'0' * 64}",
        "é" * 100,
    ],
)
def test_no_other_shape_is_let_in(signature: str) -> None:
    assert refused(signature)
