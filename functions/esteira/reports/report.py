"""A report: what is asked for, where its job is, and how far it has come.

queued ──claimed──> running ──complete──> done
  │  ^                 │ │ └──refused, or started too often──> failed
  │  └──worker lost────┘ │
  └──────cancelled───────┴──> cancelled
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from esteira.core.principal import Principal, Role

MOST_STARTS = 3
"""A job whose worker was lost so often fails."""
TOO_OFTEN_LOST = f"Its worker was lost {MOST_STARTS} times, without a word."
BEGUN_OFTEN = f"It was begun {MOST_STARTS} times."
BUG = "The worker met an error in its own code, which was reported."
CHOOSE_CSV = "choose CSV, or narrow the filters"
LOST_AFTER = timedelta(seconds=30)
"""A running job of which nothing was heard for so long is started again: its worker is lost."""
FILE_LIFE = timedelta(days=7)
"""How long a file can be downloaded. The bucket's life-cycle rule removes it not before (template.yaml)."""
JOB_LIFE = timedelta(days=30)
"""How long a job that has ended is listed."""
MOST_ACTIVE = 5
"""Jobs of one owner that wait or run."""


class ReportKind(StrEnum):
    """What the rows of a report are."""

    ORDERS = "orders"
    ATTEMPTS = "attempts"
    DEAD_LETTERS = "dead_letters"
    LOOKUPS = "lookups"
    FAILURES = "failures"
    AUDIT = "audit"

    @property
    def needed_role(self) -> Role:
        """The role that may see such rows."""
        return Role.ADMIN if self is ReportKind.AUDIT else Role.VIEWER


class ReportFormat(StrEnum):
    """The format of the file."""

    CSV = "csv"
    XLSX = "xlsx"


class ReportState(StrEnum):
    """Where a job is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ACTIVE = frozenset({ReportState.QUEUED, ReportState.RUNNING})
"""The states of a job that has not ended."""


@dataclass(frozen=True, kw_only=True)
class RowQuery:
    """What somebody asked for. `only_owner`: rows of that owner alone; None: of everybody.

    `read_until`: nothing that happened later is in the file, however often the job is started.
    """

    kind: ReportKind
    filters: Mapping[str, Any]
    only_owner: str | None
    read_until: datetime


@dataclass(frozen=True, kw_only=True)
class ReportJob:
    """A job. `promised`: the rows that its file will have, None until they are counted; `done`: those written.

    `starts`: how often a worker began it; a later start supersedes an earlier one. `started_at`: the last start.
    `cut_cells` and `replaced_cells`: texts that the format could not hold whole, or not without a replacement.
    """

    id: UUID
    owner_id: str
    owner_name: str
    kind: ReportKind
    format: ReportFormat
    filters: Mapping[str, Any]
    only_owner: str | None
    state: ReportState
    requested_at: datetime
    starts: int = 0
    started_at: datetime | None = None
    heard_at: datetime | None = None
    promised: int | None = None
    done: int = 0
    finished_at: datetime | None = None
    reason: str | None = None
    object_key: str | None = None
    size_bytes: int | None = None
    cut_cells: int = 0
    replaced_cells: int = 0

    @property
    def query(self) -> RowQuery:
        """What the worker has to read."""
        return RowQuery(kind=self.kind, filters=self.filters, only_owner=self.only_owner, read_until=self.requested_at)

    @property
    def is_active(self) -> bool:
        """Whether it has not ended."""
        return self.state in ACTIVE

    @property
    def expires_at(self) -> datetime | None:
        """Until when its file can be downloaded; None without a file."""
        return self.finished_at + FILE_LIFE if self.object_key and self.finished_at else None

    @property
    def rows_per_second(self) -> float | None:
        """Rows written a second since the last start; None before any is written."""
        if not self.done or not self.started_at or not self.heard_at:
            return None
        seconds = (self.heard_at - self.started_at).total_seconds()
        return self.done / seconds if seconds > 0 else None

    @property
    def seconds_left(self) -> float | None:
        """How long it will take at that rate; None where nobody can say, and after its end."""
        rate = self.rows_per_second
        if self.state is not ReportState.RUNNING or rate is None or self.promised is None:
            return None
        return max(0, self.promised - self.done) / rate


@dataclass(frozen=True, kw_only=True)
class NewJob:
    """A job that somebody starts."""

    id: UUID
    owner_id: str
    owner_name: str
    kind: ReportKind
    format: ReportFormat
    filters: Mapping[str, Any]
    only_owner: str | None
    requested_at: datetime


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far one start of a job has come. `promised`: None until the rows are counted."""

    done: int
    promised: int | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class WrittenFile:
    """A file that is complete."""

    object_key: str
    size_bytes: int
    rows: int
    cut_cells: int
    replaced_cells: int


def may_see(principal: Principal, kind: ReportKind) -> bool:
    """Whether this role may see rows of this kind."""
    return principal.role.includes(kind.needed_role)


def owner_filter(principal: Principal, kind: ReportKind) -> str | None:
    """Return whose rows a report may hold: of look-ups one's own only, except for administrators; None: everybody's."""
    if kind is not ReportKind.LOOKUPS or principal.role is Role.ADMIN:
        return None
    return principal.id
