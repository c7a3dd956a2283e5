"""A message of either lane is exact or refused for good: never rounded, never read in two ways."""

import json
from decimal import Decimal
from typing import Any

import pytest
from esteira.consumer.deps import LaneRules
from esteira.consumer.outcomes import FailureKind
from esteira.consumer.parse_messages import parse_messages
from esteira.core.errors import InvalidMessage
from esteira.core.messages import OrderMessage, PaymentMessage, decode, encode
from esteira.core.orders import fingerprint

from tests.fixtures.messages import order, payment, received_message

ORDER, PAYMENT = encode(order()), encode(payment())
PAYMENTS = LaneRules(lane="payments", model=PaymentMessage)


def with_number(text: str) -> str:
    """Return the payment with its amount as a JSON number."""
    return PAYMENT.replace('"19.90"', text)


def with_price(text: str, price: Decimal) -> str:
    """Return the order with its price as a JSON number, and the fingerprint of that price."""
    body = json.loads(ORDER)
    body["payload_hash"] = fingerprint(body["payload"]["product"], price, body["payload"]["security_check"])
    return json.dumps(body).replace('"19.90"', text)


@pytest.mark.parametrize(
    "text", ["12345678901234567.89", "9007199254740993.0", "12345678901234567890.123456789012345678"]
)
def test_an_amount_sent_as_a_number_is_exact(text: str) -> None:
    assert decode(PaymentMessage, with_number(text)).amount == Decimal(text)
    assert decode(OrderMessage, with_price(text, Decimal(text))).payload.price == Decimal(text)


def test_an_id_sent_as_text_is_the_same_message() -> None:
    body = json.loads(encode(order(1970670598291982290)))

    assert decode(OrderMessage, json.dumps(body | {"source_id": "1970670598291982290"})).source_id == body["source_id"]


def test_a_price_of_minus_zero_is_zero_everywhere() -> None:
    message = decode(OrderMessage, with_price('"-0.00"', Decimal(0)))

    assert (str(message.payload.price), message.payload.fingerprint()) == ("0.00", message.payload_hash)


BODIES: dict[str, Any] = {
    "amount twice": PAYMENT.replace('"amount"', '"amount":"1","amount"'),
    "schema under both names": PAYMENT.replace('"schema"', '"schema_version":1,"schema"'),
    "grouped digits": with_number('"1_000"'),
    "full-width digits": with_number('"\uff11\uff12"'),
    "a time that UTC does not have": PAYMENT.replace("2026-07-01T12:00:00Z", "0001-01-01T00:00:00+14:00"),
    "a time after the last one": PAYMENT.replace("2026-07-01T12:00:00Z", "9999-12-31T23:59:59-14:00"),
    "many keys, one of them twice": "{" + ",".join(f'"{key % 90_000}":1' for key in range(90_001)) + "}",
    "seconds as time": PAYMENT.replace('"2026', '"1751371200","read_at":"2026', 1),
    "NaN": with_number("NaN"),
    "Infinity": with_number("-Infinity"),
    "4301 digits": with_number("1" * 4301),
    "deep": "[" * 100_000,
    "deep objects": '{"a":' * 50_000,
    "byte-order mark": "\ufeff" + PAYMENT,
    "empty": "",
    "two documents": PAYMENT + PAYMENT,
    "poison": '{"$where":1,"a.b":{"":1},"n":"\\u0000","s":"\\ud800"}',
    "unknown names": '{"$where":1,"a.b":{"":1},"\\u0000":1}',
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_body_with_no_or_two_meanings_fails_for_good_and_its_neighbours_do_not(body: str) -> None:
    parsed = parse_messages(PAYMENTS, [received_message(body), received_message(PAYMENT)])

    (attempt,) = parsed.attempts
    assert attempt.failure
    assert (attempt.failure.kind, attempt.failure.sentence.isprintable()) == (FailureKind.INVALID, True)
    assert len(parsed.parsed_messages) == 1


def test_the_error_names_the_field_and_not_its_value() -> None:
    with pytest.raises(InvalidMessage, match="amount: is not a number") as refusal:
        decode(PaymentMessage, with_number('"1_000"'))

    assert "1_000" not in str(refusal.value)
