"""Only recent signatures with a secret in force are accepted; the error says which header is wrong, and no more."""

import hmac
from datetime import timedelta

import pytest
from esteira.callbacks.authentication import CallbackProvider, check_signature
from esteira.callbacks.signatures import HEADER, MAX_SIGNATURES, sign
from esteira.core.errors import BadSignature

from tests.fixtures.clock import READ_AT
from tests.fixtures.providers import provider, secret

SECRET = "a-secret-of-acmepay"
BODY = b'{"event_id": "e1"}'
VALID = sign(BODY, secret=SECRET, at=READ_AT)
NEXT_SECRET = "the-next-secret-of-acmepay"
WRONG = "v1=" + "0" * 64
TIME, V1 = VALID.split(",")
PROVIDER = provider(SECRET)


def refusal(
    signature: str, body: bytes = BODY, *, late_seconds: float = 0, by: CallbackProvider = PROVIDER
) -> str | None:
    """Return why a signature is refused, or None."""
    try:
        check_signature(by, {HEADER: signature}, body, READ_AT + timedelta(seconds=late_seconds))
    except BadSignature as error:
        return error.detail
    return None


def refused(signature: str, body: bytes = BODY, *, late_seconds: float = 0) -> bool:
    return refusal(signature, body, late_seconds=late_seconds) is not None


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
        sign(BODY, secret="another-secret-of-x", at=READ_AT),
        VALID.upper(),
        WRONG,
        TIME,
        f"{TIME},{TIME},{V1}",
        f"{TIME},v0={V1[3:]}",
        f"{TIME},v1={V1[3:-1]}",
        f"{TIME};{V1}",
        VALID + "\n",
        VALID.replace("t=", "t=-"),
        VALID.replace("t=", "t=\u0661"),
        f"t={'9' * 400},v1={'0' * 64}",
        "é" * 100,
    ],
)
def test_a_malformed_signature_is_refused(signature: str) -> None:
    assert refused(signature)


@pytest.mark.parametrize(
    "signature",
    [
        f"{VALID},{WRONG}",
        f"{TIME},{WRONG},{V1}",
        f"{TIME},v0={'0' * 64},{V1}",
        f"{TIME},v2=something else,{V1}",
        f"{V1},{TIME}",
        f"{TIME}, {V1}",
        f" {TIME} ,\t{V1} ",
        f"{TIME},v1={V1[3:].upper()}",
        f"{TIME},v1=,v1=xyz,{V1},",
        ",".join([TIME, *[WRONG] * (MAX_SIGNATURES - 1), V1]),
    ],
)
def test_any_signature_that_matches_passes_in_any_order_and_notation(signature: str) -> None:
    assert refusal(signature) is None


def test_the_number_of_signatures_is_bounded() -> None:
    said = refusal(",".join([TIME, *[WRONG] * MAX_SIGNATURES, V1]))

    assert said == f"(more than {MAX_SIGNATURES} signatures)"


@pytest.mark.parametrize(
    ("signature", "late_seconds", "said"),
    [
        ("", 0, f"(the header {HEADER} is missing)"),
        ("v1=x", 0, f"({HEADER} is not t=<unix seconds>,v1=<64 hexadecimal digits>)"),
        (f"t=yesterday,{V1}", 0, f"(the time in {HEADER} is not in unix seconds)"),
        (VALID, 301, f"(the time in {HEADER} is not within 300 s)"),
        (f"{TIME},{WRONG}", 301, f"(the time in {HEADER} is not within 300 s)"),
        (f"{TIME},{WRONG}", 0, "(no signature matches)"),
        (sign(BODY, secret="another-secret-of-x", at=READ_AT), 0, "(no signature matches)"),
    ],
    ids=range(7),
)
def test_an_integrator_learns_which_header_is_wrong_and_of_a_signature_only_that_none_matches(
    signature: str, late_seconds: float, said: str
) -> None:
    assert refusal(signature, late_seconds=late_seconds) == said


def test_two_secrets_are_in_force_while_they_rotate() -> None:
    rotating = provider(SECRET, NEXT_SECRET)
    signatures = [
        VALID,
        sign(BODY, secret=NEXT_SECRET, at=READ_AT),
        sign(BODY, secret="a third of someone", at=READ_AT),
    ]

    assert [refusal(each, by=rotating) for each in signatures] == [None, None, "(no signature matches)"]


def test_the_secret_that_signed_is_told_by_its_number_so_that_one_sees_when_the_old_one_is_no_longer_used() -> None:
    rotating = provider(SECRET, NEXT_SECRET)
    new = sign(BODY, secret=NEXT_SECRET, at=READ_AT)
    both = f"{new},{V1}"

    assert [check_signature(rotating, {HEADER: each}, BODY, READ_AT) for each in (VALID, new, both)] == [1, 2, 2]


def test_a_secret_is_in_force_from_its_first_moment_and_before_its_last() -> None:
    second = timedelta(seconds=1)
    retired, early = secret(SECRET, until=READ_AT), secret(SECRET, not_before=READ_AT + second)
    first, last = secret(SECRET, not_before=READ_AT), secret(SECRET, until=READ_AT + second)

    said = [refusal(VALID, by=provider(each)) for each in (retired, early, first, last)]

    assert said == ["(no signature matches)", "(no signature matches)", None, None]
