"""Lists look-ups and their runs, and shows one of either."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, Field

from esteira.core.errors import NotFound
from esteira.core.moments import Moment
from esteira.core.names import one_of
from esteira.core.numbers import Whole
from esteira.lookups.booking.book_lookup import PriorityName
from esteira.lookups.cnpj import Cnpj
from esteira.lookups.lookup import Lookup, LookupFilter, LookupOrder, LookupState
from esteira.lookups.lookup_task import LookupTask
from esteira.lookups.ports import LookupStore

TASKS_SHOWN = 50


class ListLookups(BaseModel, frozen=True, extra="forbid"):
    """Query of `GET /lookups`. `text` is a part of the CNPJ; `after` is `next` of the page before."""

    state: Annotated[LookupState, BeforeValidator(one_of(LookupState))] | None = None
    priority: PriorityName | None = None
    cnpj: Cnpj | None = None
    text: str | None = Field(default=None, min_length=1, max_length=14, pattern=r"^[0-9A-Za-z]+$")
    sort: Annotated[LookupOrder, BeforeValidator(one_of(LookupOrder))] = LookupOrder.NEWEST
    after: UUID | None = None
    limit: Whole = Field(default=100, ge=1, le=500)


class ListRuns(BaseModel, frozen=True, extra="forbid"):
    """Query of the runs of a look-up, the newest first. `before` is when the last one of the page before was due."""

    before: Moment | None = None
    limit: Whole = Field(default=TASKS_SHOWN, ge=1, le=500)


@dataclass(frozen=True, kw_only=True)
class ShownLookup:
    """A look-up with its newest runs, the newest first."""

    lookup: Lookup
    tasks: Sequence[LookupTask]


def list_lookups(store: LookupStore, owner_id: str, query: ListLookups) -> Sequence[Lookup]:
    """Return a page of one's own look-ups. Raises `TargetUnavailable`."""
    question = LookupFilter(
        state=query.state,
        priority=query.priority,
        cnpj=query.cnpj,
        text=query.text.upper() if query.text else None,
        order=query.sort,
        after=query.after,
        limit=query.limit,
    )
    return store.page(owner_id, question)


def show_lookup(store: LookupStore, owner_id: str, lookup_id: UUID) -> ShownLookup:
    """Return one of one's own look-ups. Raises `NotFound` and `TargetUnavailable`."""
    return ShownLookup(
        lookup=own_lookup(store, owner_id, lookup_id), tasks=store.tasks_of(owner_id, lookup_id, TASKS_SHOWN)
    )


def list_runs(store: LookupStore, owner_id: str, lookup_id: UUID, query: ListRuns) -> Sequence[LookupTask]:
    """Return a page of the runs of one of one's own look-ups. Raises `NotFound` and `TargetUnavailable`."""
    return store.tasks_of(owner_id, own_lookup(store, owner_id, lookup_id).id, query.limit, before=query.before)


def show_run(store: LookupStore, owner_id: str, task_id: UUID) -> LookupTask:
    """Return one run of one's own look-ups with what it found. Raises `NotFound` and `TargetUnavailable`."""
    task = store.find_task(owner_id, task_id)
    if task is None:
        raise NotFound
    return task


def own_lookup(store: LookupStore, owner_id: str, lookup_id: UUID) -> Lookup:
    """Return one of one's own look-ups. Raises `NotFound`, also for somebody else's."""
    lookup = store.find(owner_id, lookup_id)
    if lookup is None:
        raise NotFound
    return lookup


def lookup_id(text: str) -> UUID:
    """Return the id in a path. Raises `NotFound`: nothing has a name that is no id."""
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None
