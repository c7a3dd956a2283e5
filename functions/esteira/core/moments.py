"""Points in time as others write them."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, WithJsonSchema

_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?([Zz]|[+-][0-9]{2}:?[0-9]{2})"
)

_SECONDS = re.compile(r"[0-9]{1,10}([.][0-9]{1,9})?")


def moment(value: Any) -> Any:
    """Return the time in a text of ISO 8601 with a zone, in UTC; digits after the microseconds are cut off.

    Times that UTC does not have are refused, since no store could keep them, and so is a bare number: it could count
    seconds or milliseconds. Raises `ValueError`.
    """
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise ValueError("is not a time with a zone such as 2026-07-01T12:00:00Z")
    try:
        at = datetime.fromisoformat(value.upper())
        return at if at.tzinfo is UTC else at.astimezone(UTC)
    except ValueError:
        raise ValueError("is not a time that exists") from None
    except OverflowError:
        raise ValueError("is not between the years 1 and 9999 of UTC") from None


def moment_or_seconds(value: Any) -> Any:
    """Return the time in a text of ISO 8601, or of the seconds since 1970. Raises `ValueError`."""
    if isinstance(value, str) and _SECONDS.fullmatch(value):
        return datetime.fromtimestamp(float(value), UTC)
    return moment(value)


Moment = Annotated[AwareDatetime, BeforeValidator(moment)]
"""A time with a zone."""

MomentOrSeconds = Annotated[AwareDatetime, BeforeValidator(moment_or_seconds)]
"""A time with a zone, or seconds since 1970. Milliseconds have too many digits and are refused."""


DEFAULT_TIME_ZONE = "America/Sao_Paulo"


def known_time_zone(name: str) -> str:
    """Return the name of a time zone of the IANA database. Raises `ValueError`."""
    # Imported here, so that only those load it who read time zones.
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name).key
    except (LookupError, OSError, ValueError):
        raise ValueError(f"is not a time zone of the IANA database, such as {DEFAULT_TIME_ZONE}") from None


TimeZone = Annotated[
    str,
    AfterValidator(known_time_zone),
    WithJsonSchema({"type": "string", "format": "time-zone", "examples": [DEFAULT_TIME_ZONE]}),
]
"""The name of a time zone."""
