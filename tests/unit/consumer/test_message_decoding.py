"""Decoding of messages refuses every kind of unparseable body."""

import json
from typing import Any
from uuid import UUID, uuid5

import pytest
from esteira.core.errors import InvalidMessage
from esteira.core.messages import (
    OrderMessage,
    PaymentMessage,
    decode,
    encode,
    order_message_id,
    payment_message_id,
)

from tests.fixtures.messages import order


def changed(**fields: Any) -> str:
    return json.dumps(json.loads(encode(order())) | fields)


def with_payload(**fields: Any) -> str:
    body = json.loads(encode(order()))
    return json.dumps(body | {"payload": body["payload"] | fields})


@pytest.mark.parametrize(
    "body",
    [
        "",
        "no json",
        "null",
        "[]",
        "{",
        "{" * 100_000,
        "\ud800",
        changed(schema=2),
        changed(message_id="00000000-0000-0000-0000-000000000000"),
        changed(source_id="01"),
        changed(source_id=0),
        changed(source_id=2**63),
        changed(source="Source 1"),
        changed(attempts_needed=7),
        changed(attempts_needed=1.5),
        changed(read_at="2026-07-01T12:00:00"),
        changed(payload_hash="0" * 64),
        changed(surprise=True),
        with_payload(price="NaN"),
        with_payload(price="Infinity"),
        with_payload(price="1E+99999999"),
        with_payload(price="1E-99999999"),
        with_payload(product=""),
        with_payload(product="a\x00b"),
        with_payload(security_check="true"),
        with_payload(surprise=True),
    ],
)
def test_an_invalid_body_is_refused_with_the_name_of_the_field(body: str) -> None:
    with pytest.raises(InvalidMessage, match=r".+: .+"):
        decode(OrderMessage, body)


@pytest.mark.parametrize("model", [OrderMessage, PaymentMessage])
@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("1" * 4301, "holds a number of 4301 characters"),
        ("[" * 100_000, "is nested more than 32 levels deep"),
        ('{"a":' * 50_000, "is nested more than 32 levels deep"),
        ('{"source_id":' + "9" * 5000 + "}", "holds a number of 5000 characters"),
        ('{"a":' * 2000 + "1" + "}" * 2000, "is nested more than 32 levels deep"),
    ],
    ids=["digits", "brackets", "objects", "digits in a field", "deep and complete"],
)
def test_a_body_beyond_the_parsers_limits_is_refused_with_the_reason(model: Any, body: str, reason: str) -> None:
    with pytest.raises(InvalidMessage, match=reason):
        decode(model, body)


def test_an_encoded_order_is_decoded_unchanged() -> None:
    assert decode(OrderMessage, encode(order(7, needed=3))) == order(7, needed=3)


def test_message_ids_are_those_of_uuid5() -> None:
    namespace = UUID("7c9d2f5e-6b1a-5e0c-9f43-2a5c1d7e8b60")

    assert all(order_message_id("shop", n) == uuid5(namespace, f"order:shop:{n}") for n in range(1, 500))
    assert payment_message_id("pix", "é/1") == uuid5(namespace, "payment:pix:é/1")
