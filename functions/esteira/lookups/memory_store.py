"""The in-memory twin of the store of look-ups."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from esteira.lookups.lookup import Lookup, LookupFilter, LookupOrder, LookupState
from esteira.lookups.lookup_task import LookupTask, NewTask, TaskState
from esteira.lookups.ports import Decide, HandedOver
from esteira.lookups.prediction.backlog import (
    Backlog,
    Waiting,
    counted,
    hand_over_after,
    planned_of,
    rank_step_seconds,
)

FOREVER = datetime.max.replace(tzinfo=UTC)


class MemoryLookupStore:
    """The port `LookupStore`. `tasks` has what was added, by id; `sent` when the message of a doorbell was sent."""

    def __init__(self) -> None:
        self.tasks: dict[UUID, NewTask] = {}
        self.sent: dict[UUID, datetime] = {}
        self._lookups: dict[UUID, Lookup] = {}

    def add(self, lookups: Iterable[Lookup], tasks: Sequence[NewTask] = ()) -> None:
        """See `LookupStore.add`."""
        self._lookups |= {lookup.id: lookup for lookup in lookups}
        for task in tasks:
            self.add_task(task)

    def find(self, owner_id: str, lookup_id: UUID) -> Lookup | None:
        """See `LookupStore.find`."""
        lookup = self._lookups.get(lookup_id)
        return lookup if lookup and lookup.owner_id == owner_id else None

    def page(self, owner_id: str, question: LookupFilter) -> Sequence[Lookup]:
        """See `LookupStore.page`."""
        own = [each for each in self._lookups.values() if each.owner_id == owner_id]
        own.sort(key=lambda each: _place(each, question.order), reverse=question.order is LookupOrder.NEWEST)
        ids = [each.id for each in own]
        if question.after:
            own = own[ids.index(question.after) + 1 :] if question.after in ids else []
        return [each for each in own if _passes(each, question)][: question.limit]

    def change(self, lookup: Lookup, *, version: int) -> bool:
        """See `LookupStore.change`."""
        kept = self.find(lookup.owner_id, lookup.id)
        if kept is None or kept.version != version:
            return False
        self._lookups[lookup.id] = replace(lookup, version=version + 1)
        return True

    def delete(self, owner_id: str, lookup_id: UUID) -> bool:
        """See `LookupStore.delete`."""
        if self.find(owner_id, lookup_id) is None:
            return False
        del self._lookups[lookup_id]
        self.tasks = {key: task for key, task in self.tasks.items() if task.lookup_id != lookup_id}
        return True

    def add_task(self, task: NewTask) -> bool:
        """See `LookupStore.add_task`."""
        known = {(each.lookup_id, each.due_at) for each in self.tasks.values()}
        if self.find(task.owner_id, task.lookup_id) is None or (task.lookup_id, task.due_at) in known:
            return False
        self.tasks[task.id] = task
        return True

    def tasks_of(
        self, owner_id: str, lookup_id: UUID, limit: int, *, before: datetime | None = None
    ) -> Sequence[LookupTask]:
        """See `LookupStore.tasks_of`."""
        own = [task for task in self.tasks.values() if (task.owner_id, task.lookup_id) == (owner_id, lookup_id)]
        early = [task for task in own if task.due_at < (before or FOREVER)]
        return [_kept(task) for task in sorted(early, key=lambda task: task.due_at, reverse=True)[:limit]]

    def find_task(self, owner_id: str, task_id: UUID) -> LookupTask | None:
        """See `LookupStore.find_task`."""
        task = self.tasks.get(task_id)
        return _kept(task) if task and task.owner_id == owner_id else None

    def tasks_between(self, owner_id: str, since: datetime, until: datetime, limit: int) -> Sequence[LookupTask]:
        """See `LookupStore.tasks_between`."""
        own = [task for task in self.tasks.values() if task.owner_id == owner_id and since <= task.due_at < until]
        return [_kept(task) for task in sorted(own, key=lambda task: (task.due_at, task.id))[:limit]]

    def hand_over(self, now: datetime, limit: int, decide: Decide) -> HandedOver:
        """See `LookupStore.hand_over`."""
        due = [each for each in self._lookups.values() if each.next_due_at and each.next_due_at <= now]
        works = [(lookup, decide(lookup)) for lookup in sorted(due, key=_next_due)[:limit]]
        added = [self.add_task(task) for _, work in works for task in work.tasks]
        self._lookups |= {each.id: replace(each, next_due_at=work.next_due_at) for each, work in works}
        without_run = sum(work.without_run for _, work in works)
        return HandedOver(lookups=len(works), tasks=sum(added), without_run=without_run)

    def backlog(self, now: datetime, since: datetime, until: datetime, *, ageing: timedelta) -> Backlog:
        """See `LookupStore.backlog`."""
        late = [task.queued_at for task in self.tasks.values() if task.queued_at > task.due_at]
        handed_over_at = max(late, default=None)
        ranks = Counter(_rounded_up(task.ranked_at, now, rank_step_seconds(ageing)) for task in self.tasks.values())
        early = since if since > now else datetime.min.replace(tzinfo=UTC)
        due = [
            one
            for one in self._lookups.values()
            if _next_due(one) < until and (one.recurrence or _next_due(one) >= early)
        ]
        return Backlog(
            waiting=[Waiting(ranked_at=at, count=count) for at, count in ranks.items()],
            planned=counted(planned_of(each, _handed_over(each, handed_over_at or now)) for each in due),
            handed_over_at=handed_over_at,
        )

    def unrung(self, lost_before: datetime, limit: int) -> Sequence[UUID]:
        """See `LookupStore.unrung`."""
        waiting = sorted(self.tasks.values(), key=lambda task: task.ranked_at)
        silent = [each.doorbell for each in waiting if each.doorbell not in self.sent]
        lost = [each.doorbell for each in waiting if self.sent.get(each.doorbell, FOREVER) < lost_before]
        return [each.doorbell for each in waiting if each.doorbell in {*silent, *lost}][:limit]

    def rung(self, doorbells: Sequence[UUID], now: datetime) -> None:
        """See `LookupStore.rung`."""
        self.sent |= dict.fromkeys(doorbells, now)


def _rounded_up(rank: datetime, now: datetime, step_seconds: float) -> datetime:
    steps = max(0, math.ceil((rank - now).total_seconds() / step_seconds))
    return now + timedelta(seconds=steps * step_seconds)


def _handed_over(lookup: Lookup, origin: datetime) -> datetime:
    due = _next_due(lookup)
    return due if lookup.recurrence else hand_over_after(due, origin)


def _next_due(lookup: Lookup) -> datetime:
    return lookup.next_due_at or FOREVER


def _place(lookup: Lookup, order: LookupOrder) -> tuple[datetime, UUID]:
    return (lookup.created_at if order is LookupOrder.NEWEST else _next_due(lookup)), lookup.id


def _passes(lookup: Lookup, question: LookupFilter) -> bool:
    state = LookupState.PLANNED if lookup.next_due_at else LookupState.DONE
    asked = ((question.state, state), (question.priority, lookup.priority), (question.cnpj, lookup.cnpj))
    return all(wanted in {None, found} for wanted, found in asked) and (question.text or "") in lookup.cnpj


def _kept(task: NewTask) -> LookupTask:
    return LookupTask(
        id=task.id,
        lookup_id=task.lookup_id,
        cnpj=task.cnpj,
        priority=task.priority,
        due_at=task.due_at,
        catch_up=task.catch_up,
        queued_at=task.queued_at,
        state=TaskState.QUEUED,
        attempts=0,
        started_at=None,
        finished_at=None,
        provider=None,
        error=None,
    )
