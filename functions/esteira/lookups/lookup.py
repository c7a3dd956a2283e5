"""What a user asked for: a company, when, how often, and what becomes of times that were missed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from esteira.lookups.ranking import Priority
from esteira.lookups.schedules.recurrence import Recurrence


class Misfire(StrEnum):
    """What becomes of times that passed without a run: one run for all, none, or one each."""

    COALESCE = "coalesce"
    SKIP = "skip"
    RUN_ALL = "run_all"


class LookupState(StrEnum):
    """Whether a look-up has times to come."""

    PLANNED = "planned"
    DONE = "done"


class LookupOrder(StrEnum):
    """The order of a list: by creation, the newest first, or by the next time, the soonest first."""

    NEWEST = "newest"
    NEXT_DUE = "next_due"


@dataclass(frozen=True, kw_only=True)
class LookupFilter:
    """Which look-ups are listed; None: any. `text` is a part of the CNPJ, `after` the last one of the page before."""

    state: LookupState | None = None
    priority: Priority | None = None
    cnpj: str | None = None
    text: str | None = None
    order: LookupOrder = LookupOrder.NEWEST
    after: UUID | None = None
    limit: int = 100


@dataclass(frozen=True, kw_only=True)
class Lookup:
    """A look-up. `recurrence` is None for what happens once; `next_due_at` is None when nothing is left to do.

    A run counts as missed when it is more than `grace_seconds` late. `version` grows with each change by its owner.
    """

    id: UUID
    owner_id: str
    cnpj: str
    priority: Priority
    recurrence: Recurrence | None
    time_zone: str
    misfire: Misfire
    grace_seconds: int
    notify: bool
    next_due_at: datetime | None
    version: int
    created_at: datetime
    changed_at: datetime
