"""Cron expressions of five fields, checked before any library reads them.

Numbers, names, `*`, ranges, lists and steps; nothing else. Runs are at least five minutes apart. If both days are
restricted, either of them suffices, as in Unix.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Any

from cronsim import CronSim, CronSimError
from pydantic import BeforeValidator

MAX_LENGTH = 100
MIN_MINUTES_APART = 5
_VALUE = r"(?:[0-9]{1,2}|[A-Za-z]{3})"
_PART = rf"(?:\*|{_VALUE}(?:-{_VALUE})?)(?:/0?[1-9][0-9]?)?"
_FIELD = re.compile(rf"{_PART}(?:,{_PART})*")
_ANY_DAY = datetime(2026, 1, 1)  # noqa: DTZ001 - local times have no zone


def cron_expression(text: Any) -> str:
    """Return the expression in one spelling. Raises `ValueError` that says what is wrong."""
    if not isinstance(text, str) or len(text) > MAX_LENGTH:
        raise ValueError(f"is not a text of at most {MAX_LENGTH} characters such as 30 9 * * mon-fri")
    fields = text.split(" ")
    if len(fields) != 5:
        raise ValueError("does not have five fields with one space between them: minute hour day month weekday")
    for name, field in zip(("minute", "hour", "day", "month", "weekday"), fields, strict=True):
        _check_field(name, field)
    _check_as_whole(text)
    return text.lower()


def cron_times(expression: str, after: datetime) -> Iterator[datetime]:
    """Yield the local times, without a zone, later than this one, for up to fifty years without a match."""
    return CronSim(expression.upper(), after)


def _check_field(name: str, field: str) -> None:
    if not _FIELD.fullmatch(field):
        raise ValueError(f"{name}: is not *, numbers, names, ranges a-b, lists a,b or steps /n with n from 1 to 99")
    if name in {"minute", "hour", "day"} and re.search("[A-Za-z]", field):
        raise ValueError(f"{name}: holds letters, which only month and weekday may")


@lru_cache(maxsize=1000)
def _check_as_whole(text: str) -> None:
    """Only what is valid is remembered: thousands of look-ups that are read from the store repeat alike."""
    try:
        times = CronSim(text.upper(), _ANY_DAY)
        next(times)
    except (CronSimError, StopIteration):
        raise ValueError("has a number or name out of range, or names a day that never comes") from None
    minutes = sorted(times.minutes)
    apart = [after - before for before, after in zip(minutes, [*minutes[1:], minutes[0] + 60], strict=True)]
    if min(apart) < MIN_MINUTES_APART:
        raise ValueError(f"runs more often than every {MIN_MINUTES_APART} minutes")


Cron = Annotated[str, BeforeValidator(cron_expression)]
"""A checked cron expression."""
