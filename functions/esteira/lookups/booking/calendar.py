"""The calendar of a user: what was run, what is under way, what is planned, and what catches up with missed times."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from heapq import heappop, heappush, merge
from itertools import count, islice, takewhile
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from esteira.core.clock import Clock
from esteira.core.moments import Moment
from esteira.lookups.booking.book_lookup import MOMENT_BEFORE
from esteira.lookups.lookup import Lookup, LookupFilter, LookupOrder, LookupState
from esteira.lookups.lookup_task import LookupTask, TaskState
from esteira.lookups.ports import LookupStore
from esteira.lookups.schedules.local_times import ClockChange, Placed
from esteira.lookups.schedules.occurrences import occurrences
from esteira.lookups.schedules.recurrence import Recurrence

LONGEST = timedelta(days=366)
MAX_ENTRIES = 2000
PAGE = 500
MAX_LOOKUPS = MAX_ENTRIES
UNFINISHED = frozenset({TaskState.QUEUED, TaskState.RUNNING, TaskState.RETRYING})


class ShowCalendar(BaseModel, frozen=True, extra="forbid"):
    """Query: the times from `from` until before `to`, at most 366 days."""

    since: Moment = Field(alias="from")
    until: Moment = Field(alias="to")

    @model_validator(mode="after")
    def _is_a_span(self) -> "ShowCalendar":
        if not timedelta(0) < self.until - self.since <= LONGEST:
            raise ValueError("to must be later than from, by at most 366 days")
        return self


class EntryKind(StrEnum):
    """What an entry of the calendar is. `catch_up` is a run that stands for missed times, whatever its state."""

    PAST = "past"
    UNDER_WAY = "under_way"
    CATCH_UP = "catch_up"
    PLANNED = "planned"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A time of a look-up. `change`: the clock is put forward or back then. `task` is None for what is planned.

    `predicted_end`: by when a task without an end has one; None if that is not known. `repeats`: it is planned, and one
    of the times of a repetition.
    """

    kind: EntryKind
    lookup_id: UUID
    cnpj: str
    at: datetime
    time_zone: str | None = None
    change: ClockChange | None = None
    task: LookupTask | None = None
    predicted_end: datetime | None = None
    repeats: bool = False


PredictEnds = Callable[[Sequence[LookupTask]], Mapping[UUID, datetime | None]]
"""Returns by when each of these unfinished tasks ends, by its id (see `ends_of_waiting`)."""


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """The entries in their order. `is_cut`: there are more than are shown."""

    entries: Sequence[Entry]
    is_cut: bool


def show_calendar(
    store: LookupStore, clock: Clock, predict_ends: PredictEnds, owner_id: str, query: ShowCalendar
) -> Calendar:
    """Return the calendar of one's own look-ups. Raises `TargetUnavailable`."""
    tasks = store.tasks_between(owner_id, query.since, query.until, MAX_ENTRIES + 1)
    lookups = _planned_lookups(store, owner_id, query.until)
    planned = _all_planned(islice(lookups, MAX_LOOKUPS), max(query.since, clock()), query.until)
    ends = predict_ends([task for task in tasks if task.state in UNFINISHED])
    runs = (replace(_of_task(task), predicted_end=ends.get(task.id)) for task in tasks)
    entries = list(islice(merge(runs, planned, key=_place), MAX_ENTRIES + 1))
    is_cut = len(entries) > MAX_ENTRIES or next(lookups, None) is not None
    return Calendar(entries=entries[:MAX_ENTRIES], is_cut=is_cut)


def _planned_lookups(store: LookupStore, owner_id: str, until: datetime) -> Iterator[Lookup]:
    """Those that are due before `until`, the soonest first."""
    question = LookupFilter(state=LookupState.PLANNED, order=LookupOrder.NEXT_DUE, limit=PAGE)
    while page := store.page(owner_id, question):
        yield from takewhile(lambda lookup: (lookup.next_due_at or until) < until, page)
        if (page[-1].next_due_at or until) >= until:
            break
        question = replace(question, after=page[-1].id)


def _all_planned(lookups: Iterator[Lookup], begin: datetime, until: datetime) -> Iterator[Entry]:
    """Yield the times of all look-ups in their order. `lookups`: the soonest first.

    A look-up is asked for when its time has come, and its first time is found only then (None until then): most of
    thousands are due after what the calendar shows.
    """
    heap: list[tuple[datetime, UUID, Entry | None, Iterator[Entry]]] = []
    repeated = _Repeated(begin)
    coming = next(lookups, None)
    while heap or coming:
        if coming and (not heap or (coming.next_due_at or until) <= heap[0][0]):
            due = max(coming.next_due_at or until, begin)
            heappush(heap, (due, coming.id, None, _planned(coming, repeated, until)))
            coming = next(lookups, None)
        elif heap:
            _, _, entry, later = heappop(heap)
            if entry:
                yield entry
            if following := next(later, None):
                heappush(heap, (following.at, following.lookup_id, following, later))


def _planned(lookup: Lookup, repeated: "_Repeated", until: datetime) -> Iterator[Entry]:
    for at, change in takewhile(lambda time: time[0] < until, _times(lookup, repeated)):
        yield Entry(
            kind=EntryKind.PLANNED,
            lookup_id=lookup.id,
            cnpj=lookup.cnpj,
            at=at,
            time_zone=lookup.time_zone,
            change=change,
            repeats=lookup.recurrence is not None,
        )


def _times(lookup: Lookup, repeated: "_Repeated") -> Iterator[tuple[datetime, ClockChange | None]]:
    """The times of a look-up that are not handed over yet. What is due already is shown where the calendar begins."""
    due = lookup.next_due_at or datetime.max.replace(tzinfo=UTC)
    if lookup.recurrence is None:
        yield max(due, repeated.begin), None
        return
    for placed in repeated.times(lookup.recurrence, lookup.time_zone, due):
        yield placed.at, placed.change


class _Repeated:
    """The times of repetitions from a moment on, which are found once for all look-ups that repeat alike."""

    def __init__(self, begin: datetime) -> None:
        self.begin = begin
        self._found: dict[tuple[str, str], tuple[list[Placed], Iterator[Placed]]] = {}

    def times(self, recurrence: Recurrence, time_zone: str, due: datetime) -> Iterator[Placed]:
        """Yield the times of what is due then, or earlier."""
        if due > self.begin:
            yield from occurrences(recurrence, time_zone, due - MOMENT_BEFORE)
            return
        key = recurrence.model_dump_json(), time_zone
        if key not in self._found:
            self._found[key] = [], occurrences(recurrence, time_zone, self.begin - MOMENT_BEFORE)
        known, later = self._found[key]
        for number in count():
            if number == len(known):
                if (placed := next(later, None)) is None:
                    return
                known.append(placed)
            yield known[number]


def _of_task(task: LookupTask) -> Entry:
    kind = EntryKind.UNDER_WAY if task.state in UNFINISHED else EntryKind.PAST
    kind = EntryKind.CATCH_UP if task.catch_up else kind
    return Entry(kind=kind, lookup_id=task.lookup_id, cnpj=task.cnpj, at=task.due_at, task=task)


def _place(entry: Entry) -> tuple[datetime, UUID]:
    return entry.at, entry.lookup_id
