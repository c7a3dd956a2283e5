"""Equal errors have one fingerprint, however ids, numbers and addresses differ."""

from dataclasses import replace

import pytest
from esteira.core.reporting.error_report import ErrorKind
from esteira.core.reporting.fingerprint import fingerprint, normalised

from tests.fixtures.errors import report


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("order 4711 of 12", "order <number> of <number>"),
        ("took 1.5 s, then -3", "took <number> s, then <number>"),
        ("row 7c9d2f5e-6b1a-5e0c-9f43-2a5c1d7e8b60", "row <id>"),
        ("hash 2a5c1d7e8b60ff00", "hash <id>"),
        ("at 10.1.2.3:5432 and 10.1.2.4", "at <address> and <address>"),
        ("http://localhost:4566/000/orders refused", "<address> refused"),
        ("db-1.example.com:5432 refused", "<address> refused"),
        ("arn:aws:sqs:us-east-1:000:orders is gone", "<address> is gone"),
        ("to maria@example.com", "to [redacted]"),
        ("two\n  lines", "two lines"),
        ("decade of the facade", "decade of the facade"),
    ],
)
def test_what_differs_from_case_to_case_is_replaced(text: str, expected: str) -> None:
    assert normalised(text) == expected


def test_errors_that_differ_in_numbers_are_equal() -> None:
    assert fingerprint(report("order 1 is late")) == fingerprint(report("order 2 is late"))


def test_kind_place_and_message_tell_errors_apart() -> None:
    one = report("late")
    others = [replace(one, kind=ErrorKind.QUEUE), replace(one, place="flow.show"), replace(one, cause="early")]

    assert len({fingerprint(each) for each in (one, *others)}) == 4
