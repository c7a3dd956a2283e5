"""Types of names that settings, messages and metrics share."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Annotated, Literal, TypeVar, get_args

from pydantic import StringConstraints

CursorMode = Literal["xid", "sequence"]
"""`xid`: each row carries the id of its transaction, set by a trigger (R1). `sequence`: read-only source (R2)."""

NAME = r"^[a-z][a-z0-9_-]{0,30}$"
LABEL = r"^[a-z0-9][a-z0-9._-]{0,62}$"
ON_ONE_LINE = r"^[^\x00-\x1f\x7f]+$"
PROVIDER_AND_EVENT = r"^[^/]+/.+$"

EIGHT_DIGITS = r"^[0-9]{8}$"

PATTERNS: Mapping[str, str] = {
    NAME: "is not a name: lower-case letters, digits, _ and -, a letter first, 31 characters at most",
    LABEL: "is not a name: lower-case letters, digits, . _ and -, a letter or digit first, 63 characters at most",
    ON_ONE_LINE: "is empty or holds control characters, such as a line break",
    EIGHT_DIGITS: "is not a code: eight digits, as they were mailed",
    PROVIDER_AND_EVENT: "is not PROVIDER/EVENT_ID, as the page before gives it as `next`",
}
"""What is wrong with text that does not match a pattern."""

SourceName = Annotated[str, StringConstraints(pattern=NAME)]
"""Name of a source or a payment provider: lower case, begins with a letter."""

Lane = Literal["orders", "payments", "lookups"]
"""A queue with its dead-letter queue and consumers."""

LANES: tuple[Lane, ...] = get_args(Lane)

E = TypeVar("E", bound=StrEnum)


def one_of(words: type[E]) -> Callable[[object], E]:
    """Return a validator that reads one of these words, whatever the strictness of its model.

    It raises `ValueError`, which names all of them.
    """

    def read(value: object) -> E:
        if isinstance(value, str) and value in list(words):
            return words(value)
        raise ValueError(f"is none of {', '.join(words)}")

    return read
