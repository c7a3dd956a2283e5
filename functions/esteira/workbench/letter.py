"""A dead letter as it is filed, what filters it, and its groups."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from esteira.core.names import Lane
from esteira.core.reporting.fingerprint import normalised

SPARK_PARTS = 24
"""Equal parts of time that a group's letters are counted in."""


@dataclass(frozen=True, kw_only=True)
class Cause:
    """Why a message died, as its target knows it. `attempt`: the last one with a record, 0 if there is none."""

    error: str
    attempt: int
    died_at: datetime


@dataclass(frozen=True, kw_only=True)
class FiledLetter:
    """A dead letter, as it was when its queue was last read.

    `message_id`, `key` and `source` are None if the body is no message of its lane.
    """

    lane: Lane
    sqs_message_id: str
    message_id: UUID | None
    key: str | None
    source: str | None
    body: str
    error: str
    fingerprint: str
    attempt: int
    died_at: datetime
    filed_at: datetime

    @property
    def place(self) -> "Place":
        """Where it stands in a list."""
        return Place(self.died_at, self.lane, self.sqs_message_id)


class Place(NamedTuple):
    """A place in the list of dead letters, which has the newest first."""

    died_at: datetime
    lane: str
    sqs_message_id: str


@dataclass(frozen=True, kw_only=True)
class LetterFilter:
    """Which dead letters are asked for. None: all of them.

    `text` is contained in the body, in capitals or not. `path` and `value`: the field at this path, such as
    `payload.price`, has this value, as text. `since` and `until`: when it died, `until` not included.
    """

    lane: Lane | None = None
    source: str | None = None
    fingerprint: str | None = None
    attempt: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    text: str | None = None
    path: str | None = None
    value: str | None = None


@dataclass(frozen=True, kw_only=True)
class LetterCount:
    """The number of letters of a lane that match. `unfinished`: those of them with an unfinished edit."""

    lane: Lane
    letters: int
    unfinished: int


@dataclass(frozen=True, kw_only=True)
class LetterGroup:
    """Dead letters of one lane with the same error, apart from numbers, ids and addresses.

    `spark`: their number in each of `SPARK_PARTS` equal parts of the time between the first and last of all groups.
    """

    lane: Lane
    fingerprint: str
    error: str
    count: int
    first_at: datetime
    last_at: datetime
    spark: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Filing:
    """A reading of a dead-letter queue: when it began, how many letters it saw, and how long it took.

    `complete`: no letter was hidden from it.
    """

    lane: Lane
    at: datetime
    letters: int
    complete: bool
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Edit:
    """A dead letter that somebody sends back with another body. `before` and `after` are the bodies."""

    lane: Lane
    sqs_message_id: str
    message_id: UUID
    key: str
    before: str
    after: str
    by: str
    at: datetime


def letter_fingerprint(lane: Lane, error: str) -> str:
    """Return the fingerprint of a dead letter's error: 16 hexadecimal digits."""
    return sha256(f"{lane}\x00{normalised(error)}".encode(errors="replace")).hexdigest()[:16]
