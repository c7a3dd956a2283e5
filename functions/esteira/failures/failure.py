"""A failure: one error, or all errors of one message of a lane.

noted ──last receive──> waiting ──sent to its lane──> retried
                        │  ^  └──cannot be sent, tried too often──> parked
                        │  └──fails for good once more──────────────┘
each of them ──by a person──> waiting, discarded
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from esteira.core.names import Lane
from esteira.core.reporting.error_report import ErrorKind

LIFE = timedelta(days=30)
"""How long a failure is kept for which nothing is left to do, and how far back errors are counted."""


class FailureState(StrEnum):
    """Where a failure is. `noted`: others try again, or nobody can. `parked`: it waits for a person."""

    NOTED = "noted"
    WAITING = "waiting"
    RETRIED = "retried"
    PARKED = "parked"
    DISCARDED = "discarded"


OPEN = frozenset({FailureState.WAITING, FailureState.PARKED})
"""The states in which something is left to do. Such failures are kept until it is done."""


@dataclass(frozen=True, kw_only=True)
class Failure:
    """A failure as it is kept. `tries`: how often its original was sent again. `due_at`: when it is the next time."""

    id: UUID
    fingerprint: str
    kind: ErrorKind
    component: str
    place: str
    cause: str
    original: str | None
    original_is_whole: bool
    lane: Lane | None
    attempt: int | None
    state: FailureState
    reason: str
    tries: int
    due_at: datetime | None
    reported_at: datetime
    created_at: datetime
    changed_at: datetime
    changed_by: str | None = None
    note: str | None = None
    report_id: UUID | None = None

    @property
    def can_be_sent(self) -> bool:
        """Whether its original can be sent to its lane again."""
        return self.lane is not None and self.original_is_whole


@dataclass(frozen=True, kw_only=True)
class FailureGroup:
    """The errors with one fingerprint. `count` is of all errors, `states` of the failures that are kept of them."""

    fingerprint: str
    kind: ErrorKind | None
    component: str
    place: str
    cause: str
    first_at: datetime
    last_at: datetime
    count: int
    states: Mapping[FailureState, int]


@dataclass(frozen=True, kw_only=True)
class FailureFilter:
    """Which failures are asked for, the newest first: those before `before`."""

    state: FailureState | None = None
    kind: ErrorKind | None = None
    component: str | None = None
    lane: Lane | None = None
    fingerprint: str | None = None
    before: UUID | None = None
    limit: int


@dataclass(frozen=True, kw_only=True)
class GroupFilter:
    """Which groups are asked for, those with the newest errors first: those after time and fingerprint of another."""

    kind: ErrorKind | None = None
    component: str | None = None
    after: tuple[datetime, str] | None = None
    limit: int


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """What a person decided about a failure."""

    state: FailureState
    reason: str
    due_at: datetime | None
    by: str
    note: str | None
    at: datetime
