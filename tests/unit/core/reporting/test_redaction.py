"""No secret and nothing personal stays in what is kept of an error."""

import json

import pytest
from esteira.core.messages import encode
from esteira.core.reporting.redaction import REDACTED, redacted
from hypothesis import given
from hypothesis import strategies as st

from tests.fixtures.messages import order, payment

CANARY = "canary-4711"

SENSITIVE_NAMES = [
    *("password", "new_password", "passwd", "senha", "secret", "clientSecret", "api_key", "apiKey", "API-Key"),
    *(
        "token",
        "access_token",
        "refreshToken",
        "Authorization",
        "cookie",
        "Set-Cookie",
        "signature",
        "dsn",
        "target_dsn",
    ),
    *(
        "email",
        "e-mail",
        "eMail",
        "qsa",
        "socios",
        "partners",
        "cpf",
        "otp",
        "code",
        "private_key",
        "credentials",
        "phone",
    ),
]


@pytest.mark.parametrize("name", SENSITIVE_NAMES)
def test_the_value_of_a_sensitive_field_is_taken_out_wherever_it_stands(name: str) -> None:
    for value in (CANARY, {"nested": CANARY}, [CANARY, {"deep": [CANARY]}]):
        text = json.dumps({"list": [{"more": {name: value, "kept": "chair"}}]})

        assert CANARY not in redacted(text)
        assert json.loads(redacted(text))["list"][0]["more"] == {name: REDACTED, "kept": "chair"}


@pytest.mark.parametrize(
    "text",
    [
        f"connection to postgresql://esteira:{CANARY}@db.example:5432/x failed",
        f"redis://:{CANARY}@127.0.0.1/0",
        f"Authorization: Bearer {CANARY}",
        f"authorization=Basic {CANARY}==",
        f"password={CANARY} host=x",
        f"PGPASSWORD: '{CANARY}'",
        f'{{"broken": 1, "token": "{CANARY}", ',
        f'{{"broken": [ "qsa": [{{"nome": "{CANARY}"}}',
        "sent to maria.silva+canary-4711@example.com.br, refused",
        "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJjYW5hcnktNDcxMSJ9.canary-4711",
        "$argon2id$v=19$m=65536$" + CANARY,
        f"?access_token={CANARY}&limit=3",
    ],
)
def test_a_secret_is_known_by_its_form_in_any_text(text: str) -> None:
    assert CANARY not in redacted(text)
    assert CANARY not in redacted(json.dumps({"body": text, "lines": [text]}))


def test_a_number_of_a_person_is_taken_out() -> None:
    assert redacted("partner 123.456.789-09") == f"partner {REDACTED}"


def test_a_known_secret_is_taken_out_wherever_it_stands() -> None:
    assert redacted(f"nothing tells that {CANARY} is one", [CANARY]) == f"nothing tells that {REDACTED} is one"


def test_a_body_within_a_body_is_redacted_too() -> None:
    text = json.dumps({"request": "POST /tokens", "body": json.dumps({"name": "erp", "secret": CANARY})})

    assert CANARY not in redacted(text)
    assert "erp" in redacted(text)


@pytest.mark.parametrize("body", [encode(order(7)), encode(payment("e1"))], ids=["order", "payment"])
def test_a_message_of_a_lane_stays_as_it_is_byte_for_byte(body: str) -> None:
    assert redacted(body) == body


@given(st.text())
def test_every_text_can_be_redacted_and_twice_is_as_once(text: str) -> None:
    once = redacted(text)

    assert redacted(once) == once
