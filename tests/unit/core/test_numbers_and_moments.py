"""Numbers and times are read in one way, or refused with a sentence."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from esteira.core.messages import SourceId
from esteira.core.moments import Moment
from esteira.core.numbers import StorableNumber
from pydantic import TypeAdapter, ValidationError

NUMBER = TypeAdapter[Decimal](StorableNumber)
MOMENT = TypeAdapter[datetime](Moment)
SOURCE_ID = TypeAdapter[int](SourceId)


@pytest.mark.parametrize(
    ("given", "number"),
    [
        ("12.50", "12.50"),
        ("12345678901234567890123456789012345678", "12345678901234567890123456789012345678"),
        (9007199254740993, "9007199254740993"),
        (Decimal("12345678901234567.89"), "12345678901234567.89"),
        ("1e2", "1E+2"),
        ("-0.00", "0.00"),
        ("+.5", "0.5"),
        ("0e999999999", "0"),
        ("-0e-999999999", "0"),
        ("9" * 131_072, "9" * 131_072),
    ],
    ids=range(10),
)
def test_a_number_is_exact_as_text_and_as_number(given: object, number: str) -> None:
    assert str(NUMBER.validate_python(given, strict=True)) == number


@pytest.mark.parametrize(
    "given",
    [
        *(
            "1_000",
            "\uff11\uff12",
            "\u0661",
            "1,000",
            "12,50",
            "1 000",
            " 1",
            "1\n",
            "",
            ".",
            "1e",
            "0x10",
            "NaN",
            "Infinity",
        ),
        *("1e131072", "1e-16384", "1E+99999999", "9" * 131_073, "1e9999999999999999999999"),
        *(True, None, 1.5, [1], {"a": 1}, b"1"),
    ],
    ids=repr,
)
def test_a_number_that_is_none_or_could_be_two_is_refused(given: object) -> None:
    with pytest.raises(ValidationError):
        NUMBER.validate_python(given, strict=True)


@pytest.mark.parametrize("given", ["NaN", "-Infinity", "sNaN"])
def test_a_number_of_a_row_that_is_not_finite_is_named_as_such(given: str) -> None:
    with pytest.raises(ValidationError, match="is not a finite number"):
        NUMBER.validate_python(Decimal(given), strict=True)


@pytest.mark.parametrize("given", [1970670598291982290, "1970670598291982290"])
def test_an_id_is_read_as_number_and_as_text(given: object) -> None:
    assert SOURCE_ID.validate_python(given, strict=True) == 1970670598291982290


@pytest.mark.parametrize(
    "given", ["1_0", "\uff11", "01", "+1", " 1", "1.0", "1e2", "", "0", "9223372036854775808", 1.0, True]
)
def test_an_id_that_is_not_written_plainly_is_refused(given: object) -> None:
    with pytest.raises(ValidationError):
        SOURCE_ID.validate_python(given, strict=True)


@pytest.mark.parametrize(
    ("given", "at"),
    [
        ("2026-07-01T12:00:00Z", datetime(2026, 7, 1, 12, tzinfo=UTC)),
        ("2026-07-01 09:00-03:00", datetime(2026, 7, 1, 12, tzinfo=UTC)),
        ("2026-07-01t12:00:00.123456789z", datetime(2026, 7, 1, 12, 0, 0, 123456, tzinfo=UTC)),
        ("0001-01-01T00:00:00-14:00", datetime(1, 1, 1, 14, tzinfo=UTC)),
    ],
)
def test_a_time_is_read_from_iso_8601(given: str, at: datetime) -> None:
    assert MOMENT.validate_python(given, strict=True) == at


@pytest.mark.parametrize(
    "given",
    [
        *(
            "1751371200",
            "1751371200000",
            "1_751_371_200",
            "-1",
            "2026-07-01",
            "2026-07-01T12:00:00",
            "20260701T120000Z",
        ),
        *("\uff12026-07-01T12:00:00Z", "2026-02-30T12:00:00Z", "2026-07-01T12:00:60Z", "2026-W27-3T12:00Z", ""),
        *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"),
        *(1751371200, 1751371200.5, Decimal(1), None, True),
    ],
    ids=repr,
)
def test_a_time_that_is_none_or_could_be_two_is_refused(given: object) -> None:
    with pytest.raises(ValidationError):
        MOMENT.validate_python(given, strict=True)
