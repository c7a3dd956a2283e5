"""Only recent signatures with the right secret are accepted, and the error has no detail."""

import hmac
from datetime import timedelta

import pytest
from esteira.callbacks.signatures import check_signature, sign
from esteira.core.errors import BadSignature

from tests.fixtures.clock import READ_AT

SECRET = "a-secret-of-acmepay"
BODY = b'{"event_id": "e1"}'
VALID = sign(BODY, secret=SECRET, at=READ_AT)
TOLERANCE = timedelta(seconds=300)


def refused(signature: str, body: bytes = BODY, *, late_seconds: float = 0) -> bool:
    now = READ_AT + timedelta(seconds=late_seconds)
    try:
        check_signature(signature, body, secret=SECRET, now=now, tolerance=TOLERANCE)
    except BadSignature as error:
        # The same error for every reason.
        return not error.detail
    return False


def test_a_signature_is_the_hmac_of_the_timestamp_and_the_raw_body() -> None:
    seconds = int(READ_AT.timestamp())

    digest = hmac.new(SECRET.encode(), f"{seconds}.".encode() + BODY, "sha256").hexdigest()

    assert f"t={seconds},v1={digest}" == VALID


@pytest.mark.parametrize("late_seconds", [-300, 0, 300])
def test_a_signature_is_valid_within_the_tolerance_before_and_after(late_seconds: float) -> None:
    assert not refused(VALID, late_seconds=late_seconds)


@pytest.mark.parametrize("late_seconds", [-300.001, 300.001, 86_400])
def test_beyond_the_tolerance_a_signature_is_refused(late_seconds: float) -> None:
    assert refused(VALID, late_seconds=late_seconds)


def test_the_timestamp_of_a_signature_cannot_be_replaced() -> None:
    later = f"t={int(READ_AT.timestamp()) + 600},{VALID.partition(',')[2]}"

    assert refused(later, late_seconds=600)


@pytest.mark.parametrize("body", [b"", b"{}", BODY + b" ", b"\xff" + BODY])
def test_a_signature_of_another_body_is_refused(body: bytes) -> None:
    assert refused(VALID, body)


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "v1=" + "0" * 64,
        sign(BODY, secret="another-secret-of-x", at=READ_AT),
        VALID.upper(),
        VALID + ",v1=" + "0" * 64,
        VALID + "\n",
        " " + VALID,
        VALID.replace("t=", "t=-"),
        VALID.replace("t=", "t=\u0661"),
        f"t={'9' * 400},v1={'0' * 64}",
        "é" * 100,
    ],
)
def test_a_malformed_signature_is_refused(signature: str) -> None:
    assert refused(signature)
