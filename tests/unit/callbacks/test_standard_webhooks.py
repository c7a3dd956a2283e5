"""Requests signed as https://www.standardwebhooks.com says; the vector is that of its reference libraries."""

from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from esteira.callbacks.authentication import CallbackProvider, check_signature, signed_headers
from esteira.callbacks.signatures import HEADER, MAX_SIGNATURES, sign
from esteira.callbacks.standard_webhooks import ID, SIGNATURE, TIMESTAMP
from esteira.core.errors import BadSignature
from esteira.core.providers import ProviderSettings
from pydantic import ValidationError

from tests.fixtures.providers import provider, secret

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NEXT_SECRET = "whsec_" + b64encode(b"another key of 24 bytes!").decode()
BODY = b'{"test": 2432232314}'
SENT_AT = datetime.fromtimestamp(1614265330, UTC)
WRONG = "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc="
VECTOR = {
    ID: "msg_p5jXN8AQM9LWM0D4loKWxJek",
    TIMESTAMP: "1614265330",
    SIGNATURE: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
}
PROVIDER = provider(secret(SECRET, scheme="standard-webhooks"))


def refusal(
    changed: Mapping[str, str] | None = None,
    *,
    body: bytes = BODY,
    by: CallbackProvider = PROVIDER,
    late_seconds: float = 0,
) -> str | None:
    """Return why the vector with other headers is refused, or None."""
    headers = VECTOR | dict(changed or {})
    try:
        check_signature(by, headers, body, SENT_AT + timedelta(seconds=late_seconds))
    except BadSignature as error:
        return error.detail
    return None


def test_the_vector_of_the_reference_libraries_is_valid_and_made_alike() -> None:
    assert refusal() is None
    assert signed_headers(PROVIDER, BODY, message_id=VECTOR[ID], now=SENT_AT) == VECTOR


def test_the_prefix_of_a_secret_may_be_missing() -> None:
    assert refusal(by=provider(secret(SECRET.removeprefix("whsec_"), scheme="standard-webhooks"))) is None


@pytest.mark.parametrize(
    "signatures",
    [
        f"{WRONG} v2,{WRONG[3:]} {VECTOR[SIGNATURE]} {WRONG}",
        f"v1a,{'hnO3f9T8Ytu9HwrX' * 5}+m7TBAg== {VECTOR[SIGNATURE]}",
        f"v1,not-base64 v1 , v1,, {VECTOR[SIGNATURE]}",
        f"v1,\u00e9 v1,\uff11 {VECTOR[SIGNATURE]}",
        " ".join([*[WRONG] * (MAX_SIGNATURES - 1), VECTOR[SIGNATURE]]),
    ],
    ids=range(5),
)
def test_any_signature_that_matches_passes_and_other_versions_are_passed_over(signatures: str) -> None:
    assert refusal({SIGNATURE: signatures}) is None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({ID: ""}, "(the header webhook-id is missing)"),
        ({TIMESTAMP: ""}, "(the header webhook-timestamp is missing)"),
        ({SIGNATURE: ""}, "(the header webhook-signature is missing)"),
        ({TIMESTAMP: "hello"}, "(the time in webhook-timestamp is not in unix seconds)"),
        ({TIMESTAMP: "1614265330.5"}, "(the time in webhook-timestamp is not in unix seconds)"),
        ({TIMESTAMP: "1614265631"}, "(the time in webhook-timestamp is not within 300 s)"),
        ({TIMESTAMP: "1614265029"}, "(the time in webhook-timestamp is not within 300 s)"),
        ({TIMESTAMP: "1614265331"}, "(no signature matches)"),
        ({ID: "msg_another"}, "(no signature matches)"),
        ({ID: "m" * 257}, "(webhook-id is not an identifier of at most 256 characters)"),
        ({SIGNATURE: "v1,dawfeoifkpqwoekfpqoekf"}, "(webhook-signature is not v1,<base64>)"),
        ({SIGNATURE: VECTOR[SIGNATURE][:11]}, "(no signature matches)"),
        ({SIGNATURE: "v1,"}, "(no signature matches)"),
        ({SIGNATURE: VECTOR[SIGNATURE].replace("v1,", "v1a,")}, "(webhook-signature is not v1,<base64>)"),
        ({SIGNATURE: "v1,\u00e9"}, "(webhook-signature is not v1,<base64>)"),
        ({SIGNATURE: WRONG}, "(no signature matches)"),
        ({SIGNATURE: f"{WRONG} " * 17}, "(more than 16 signatures)"),
    ],
    ids=range(17),
)
def test_a_header_that_is_missing_malformed_stale_or_wrong_is_refused(changed: dict[str, str], said: str) -> None:
    assert refusal(changed) == said


def test_another_body_is_refused_and_the_tolerance_is_five_minutes_either_way() -> None:
    assert refusal(body=BODY + b" ") == "(no signature matches)"
    assert [refusal(late_seconds=late) is None for late in (-301, -300, 300, 301)] == [False, True, True, False]


def test_the_secrets_of_a_provider_rotate_by_their_dates() -> None:
    old = secret(SECRET, scheme="standard-webhooks", until=SENT_AT + timedelta(minutes=1))
    new = secret(NEXT_SECRET, scheme="standard-webhooks", not_before=SENT_AT - timedelta(minutes=1))

    assert refusal(by=provider(new, old)) is None
    assert refusal(by=provider(new, old), late_seconds=60) == "(no signature matches)"


def test_a_provider_changes_from_one_scheme_to_the_other_without_a_refused_request() -> None:
    own = "a-secret-of-acmepay"
    moving = provider(secret(own), secret(SECRET, scheme="standard-webhooks"))

    check_signature(moving, {HEADER: sign(BODY, secret=own, at=SENT_AT)}, BODY, SENT_AT)
    check_signature(moving, VECTOR, BODY, SENT_AT)
    with pytest.raises(BadSignature, match=HEADER):
        check_signature(moving, {}, BODY, SENT_AT)


@pytest.mark.parametrize("other", ["garbage", f"t=1,v1={'0' * 64}", f"t=1614265330,v1={'0' * 64}"])
def test_one_valid_header_passes_beside_an_invalid_one_of_the_other_scheme(other: str) -> None:
    own = "a-secret-of-acmepay"
    moving = provider(secret(own), secret(SECRET, scheme="standard-webhooks"))

    assert check_signature(moving, {**VECTOR, HEADER: other}, BODY, SENT_AT) == 2
    with pytest.raises(BadSignature, match=r"unix seconds|within|no signature"):
        check_signature(moving, {**VECTOR, SIGNATURE: WRONG, HEADER: other}, BODY, SENT_AT)


def test_a_secret_of_one_scheme_is_no_secret_of_the_other() -> None:
    assert refusal(by=provider(SECRET)) == f"(the header {HEADER} is missing)"
    with pytest.raises(BadSignature, match="webhook-id is missing"):
        check_signature(PROVIDER, {HEADER: sign(BODY, secret=SECRET, at=SENT_AT)}, BODY, SENT_AT)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"secret": "a-secret-of-acmepay", "secrets": [{"secret": "a-secret-of-acmepay"}]},
        {"secrets": [{"secret": "too short"}]},
        {"secrets": [{"secret": "a-secret-of-acmepay"}] * 6},
        {"secret": "a-secret-of-acmepay", "scheme": "standard-webhooks"},
        {"secret": "whsec_c2hvcnQgc2hvcnQ=", "scheme": "standard-webhooks"},
        {"secret": "a-secret-of-acmepay", "scheme": "hmac"},
        {"secrets": [{"secret": "a-secret-of-acmepay", "until": "1751371200"}]},
        {"secrets": [{"secret": "a-secret-of-acmepay", "until": "2026-07-01"}]},
        {
            "secrets": [
                {"secret": "a-secret-of-acmepay", "not_before": "2026-07-02T00:00Z", "until": "2026-07-01T00:00Z"}
            ]
        },
    ],
    ids=range(10),
)
def test_settings_of_a_provider_that_cannot_work_are_refused_without_showing_a_secret(settings: object) -> None:
    with pytest.raises(ValidationError) as caught:
        ProviderSettings.model_validate(settings)

    assert "secret-of-acmepay" not in str([fault["msg"] for fault in caught.value.errors()])
