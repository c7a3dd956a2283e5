"""An amount is stored and queued exactly as it was sent, or refused by its name; another sum is another event."""

from decimal import Decimal

import psycopg
import pytest

from tests.integration.callbacks.conftest import CallbacksApi

EXACT = {
    "beyond a float's digits": "12345678901234567.89",
    "between two floats": "9007199254740993.0",
    "38 digits": "12345678901234567890.123456789012345678",
    "exponent": "1e2",
    "small exponent": "125E-2",
    "zero with an exponent": "0e200000",
    "zero with a negative exponent": "-0.0e-99999999",
}


@pytest.mark.parametrize("amount", EXACT.values(), ids=EXACT)
def test_an_amount_given_as_a_json_number_is_kept_exactly(api: CallbacksApi, amount: str) -> None:
    status, _ = api.raw(amount=amount)

    (message,) = api.sent()
    with psycopg.connect(api.target_dsn) as connection:
        stored = connection.execute("SELECT amount FROM callbacks").fetchone()
    assert (status, stored, Decimal(message["amount"])) == (202, (Decimal(amount),), Decimal(amount))


def test_the_same_sum_is_a_duplicate_in_every_notation_and_a_sum_that_a_float_would_confuse_is_a_conflict(
    api: CallbacksApi,
) -> None:
    api.raw(amount="12345678901234567.89")

    answers = [
        api.raw(amount=amount) for amount in ('"12345678901234567.890"', "12345678901234568", "12345678901234567.9")
    ]

    assert [status for status, _ in answers] == [202, 409, 409]
    assert answers[0][1]["duplicate"] is True


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"amount": "NaN"}, "NaN"),
        ({"amount": "-Infinity"}, "Infinity"),
        ({"amount": "1_000"}, "is not JSON"),
        ({"amount": '1, "amount": 2'}, "amount: is given twice"),
        ({"state": '"paid", "extra": [{"amount": 1, "amount": 2}]'}, "amount: is given twice"),
        ({"amount": "123456789012345678901234567890123456789"}, "amount"),
        ({"amount": "1" * 4301}, "at most 1000"),
        ({"amount": "1e400"}, "amount"),
        ({"amount": "0.1234567890123456789"}, "amount"),
        ({"event_id": '"\\ud800"'}, "half a character"),
        ({"event_id": '"a\\u0000"'}, "event_id"),
    ],
    ids=range(11),
)
def test_a_body_that_has_no_or_two_meanings_is_refused_and_nothing_is_stored(
    api: CallbacksApi, fields: dict[str, str], named: str
) -> None:
    status, answer = api.raw(**fields)

    assert (status, answer["error"]) in {(400, "bad_request"), (422, "unprocessable")}
    assert named in answer["detail"]
    assert (api.rows(), api.sent()) == ([], [])


def test_an_order_id_beyond_2_to_53_is_read_as_text_and_as_number(api: CallbacksApi) -> None:
    answers = [api.raw(source_id=text) for text in ("1970670598291982290", '"1970670598291982290"')]

    assert [(status, answer["duplicate"]) for status, answer in answers] == [(202, False), (202, True)]
    assert [message["source_id"] for message in api.sent()] == [1970670598291982290]
