"""The ports of company look-ups: fetching, reading of pages, pace, the cache, and the store of what users asked for."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from esteira.lookups.answer import Answer
from esteira.lookups.company import Company
from esteira.lookups.lookup import Lookup, LookupFilter
from esteira.lookups.lookup_task import LookupTask, NewTask
from esteira.lookups.prediction.backlog import Backlog
from esteira.lookups.shapes.page_fields import PageField
from esteira.lookups.turns.breaker import Outcome, RecentPast
from esteira.lookups.turns.pace import Pace, Turn


class Fetcher(Protocol):
    """Gets URLs of providers."""

    def get(self, url: str, *, connect_seconds: float, total_seconds: float) -> Answer:
        """Return the answer, whatever its status. Raises `FetchFailed`."""
        ...


class PageReader(Protocol):
    """Reads HTML pages that others wrote."""

    def fields(self, body: bytes, encoding: str) -> Sequence[PageField]:
        """Return the labelled fields of a page, in its order. Raises `UnreadableAnswer`."""
        ...


class TurnLimiter(Protocol):
    """Turns to ask a provider, shared by all processes. Every method raises `TurnsUnavailable`."""

    def take(self, provider: str, pace: Pace, *, within_seconds: float = 0.0, count: int = 1) -> Sequence[Turn]:
        """Reserve up to `count` turns that come within so many seconds, in one step, else return one not granted.

        They are in their order, for the caller to wait for. A pause and an open circuit breaker refuse everybody; a
        breaker that is half open grants one turn, the probe.
        """
        ...

    def refusal(self, provider: str) -> Turn | None:
        """Return why a turn that was waited for must not be used, except as a probe: a pause, or the breaker."""
        ...

    def pause(self, provider: str, seconds: float) -> None:
        """Give nobody a turn for so long. A longer pause that is in force stays."""
        ...

    def settle(self, provider: str, outcome: Outcome, seconds: float) -> None:
        """Count a question that has ended after so many seconds, for the breaker and for the recent past."""
        ...

    def recent_past(self, provider: str) -> RecentPast:
        """Return the questions of the last two to three minutes."""
        ...


class CompanyCache(Protocol):
    """The last answer for each company. Every method raises `TargetUnavailable`."""

    def get(self, cnpj: str, since: datetime) -> Company | None:
        """Return the company if it was asked for at this time or later."""
        ...

    def put(self, company: Company) -> None:
        """Keep a company, unless a later answer is kept."""
        ...


@dataclass(frozen=True, kw_only=True)
class DueWork:
    """The tasks of a look-up that is due, when it is due next, and how many of its times get no run of their own."""

    tasks: Sequence[NewTask]
    next_due_at: datetime | None
    without_run: int


Decide = Callable[[Lookup], DueWork]
"""Returns what becomes of a look-up that is due."""


@dataclass(frozen=True, kw_only=True)
class HandedOver:
    """What a page of look-ups that were due became. `without_run`: times that got no run of their own."""

    lookups: int
    tasks: int
    without_run: int


class LookupStore(Protocol):
    """The look-ups of users and their tasks. Every method raises `TargetUnavailable`.

    `owner_id` is part of every question that a user asks: what belongs to somebody else is not found.
    """

    def add(self, lookups: Iterable[Lookup], tasks: Sequence[NewTask] = ()) -> None:
        """Add look-ups together with the tasks that are due at once, all or none."""
        ...

    def find(self, owner_id: str, lookup_id: UUID) -> Lookup | None:
        """Return one look-up of this owner."""
        ...

    def page(self, owner_id: str, question: LookupFilter) -> Sequence[Lookup]:
        """Return look-ups of this owner that pass the filter, in its order."""
        ...

    def change(self, lookup: Lookup, *, version: int) -> bool:
        """Replace a look-up that has this version. Returns False if it has another one, or is gone."""
        ...

    def delete(self, owner_id: str, lookup_id: UUID) -> bool:
        """Delete a look-up of this owner with its tasks. Returns whether there was one."""
        ...

    def add_task(self, task: NewTask) -> bool:
        """Add a task, unless its look-up is gone or has one of the same time. Returns whether it was added."""
        ...

    def tasks_of(
        self, owner_id: str, lookup_id: UUID, limit: int, *, before: datetime | None = None
    ) -> Sequence[LookupTask]:
        """Return the newest tasks of a look-up of this owner, the newest first; `before`: of those due before then."""
        ...

    def find_task(self, owner_id: str, task_id: UUID) -> LookupTask | None:
        """Return one task of this owner."""
        ...

    def tasks_between(self, owner_id: str, since: datetime, until: datetime, limit: int) -> Sequence[LookupTask]:
        """Return the tasks of this owner that were due from `since` until before `until`, in their order."""
        ...

    def hand_over(self, now: datetime, limit: int, decide: Decide) -> HandedOver:
        """Add the tasks of up to `limit` look-ups that are due, and move their next times, all or none.

        Look-ups that somebody else is handing over are left to them.
        """
        ...

    def backlog(self, now: datetime, since: datetime, until: datetime, *, ageing: timedelta) -> Backlog:
        """Return counts of what waits and of what is due before `until`, of all users: what a new task meets.

        If `since` is later than now, what is due earlier is left out, unless it is repeated.
        """
        ...

    def unrung(self, lost_before: datetime, limit: int) -> Sequence[UUID]:
        """Return doorbells of queued tasks, oldest first, that were not sent yet or were sent before this moment."""
        ...

    def rung(self, doorbells: Sequence[UUID], now: datetime) -> None:
        """Keep that the messages with these ids were sent."""
        ...
