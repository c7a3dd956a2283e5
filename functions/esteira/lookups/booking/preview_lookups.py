"""Predicts when look-ups would end if they were booked or changed now. Nothing is kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from esteira.core.clock import Clock
from esteira.core.errors import Outdated, TurnsUnavailable
from esteira.core.log import logger
from esteira.core.lookup_providers import LookupProvider
from esteira.lookups.booking.book_csv import use_csv
from esteira.lookups.booking.book_lookup import BookLookup, lookup_of
from esteira.lookups.booking.change_lookup import ChangeLookup, changed_lookup
from esteira.lookups.booking.read_lookups import own_lookup
from esteira.lookups.lookup import Lookup
from esteira.lookups.lookup_task import LookupTask
from esteira.lookups.ports import LookupStore, TurnLimiter
from esteira.lookups.prediction.backlog import Backlog, counted, planned_of
from esteira.lookups.prediction.capacity import Capacity, ProviderLoad, capacity
from esteira.lookups.prediction.predict import Batch, Ends, end_of_waiting, predict
from esteira.lookups.ranking import ranked_at
from esteira.lookups.turns.breaker import RecentPast

LOOK_AHEAD = timedelta(days=1)
"""What is due later than so long after the last of the batch is not counted, except for repetitions."""

USUAL_SECONDS = 1.0
"""How long a question to a provider takes that was not asked of late."""


@dataclass(frozen=True, kw_only=True)
class PreviewDeps:
    """Dependencies of the previews. `providers` are in their order; up to `in_flight` look-ups are under way at once.

    `ageing`: see `ranked_at`. Without a `turn_limiter` the recent past of the providers is not known.
    """

    store: LookupStore
    clock: Clock
    ageing: timedelta
    turn_limiter: TurnLimiter | None
    providers: Sequence[LookupProvider]
    patience_seconds: float
    in_flight: int


@dataclass(frozen=True, kw_only=True)
class ProviderOutlook:
    """A provider as the prediction takes it. `is_known`: it was asked of late, and is taken as it was then."""

    name: str
    load: ProviderLoad
    is_known: bool


@dataclass(frozen=True, kw_only=True)
class Preview:
    """A prediction and what it assumes. `ends` None: no provider answers now."""

    count: int
    ends: Ends | None
    waiting: int
    capacity: Capacity
    providers: Sequence[ProviderOutlook]
    ageing: timedelta
    in_flight: int
    planned_until: datetime
    is_cut: bool


@dataclass(frozen=True, kw_only=True)
class ChangePreview:
    """The look-up as it would be after a change. `preview` None: nothing is left to do then."""

    lookup: Lookup
    preview: Preview | None


def preview_lookup(deps: PreviewDeps, owner_id: str, command: BookLookup) -> Preview:
    """Return when a look-up would end, its first run if it is repeated. Raises `Unprocessable`, `TargetUnavailable`."""
    now = deps.clock()
    lookup = lookup_of(command, owner_id, now)
    planned = planned_of(lookup, lookup.next_due_at or now)
    at_once = planned.recurrence is None and planned.due_at <= now
    return _preview(deps, Batch(planned=[planned], is_queued_at_once=at_once), now)


def preview_change(deps: PreviewDeps, owner_id: str, lookup_id: UUID, change: ChangeLookup) -> ChangePreview:
    """Return what a change would make of a look-up. Until then, its old time counts as one more look-up.

    Raises `NotFound`, `Outdated`, `Unprocessable` and `TargetUnavailable`.
    """
    now = deps.clock()
    kept = own_lookup(deps.store, owner_id, lookup_id)
    if change.version != kept.version:
        raise Outdated(kept.version)
    changed = changed_lookup(kept, change, now)
    if changed.next_due_at is None:
        return ChangePreview(lookup=changed, preview=None)
    batch = Batch(planned=[planned_of(changed, changed.next_due_at)])
    return ChangePreview(lookup=changed, preview=_preview(deps, batch, now))


def preview_csv(deps: PreviewDeps, owner_id: str, body: bytes) -> Preview:
    """Return when the look-ups of a file would end. Raises `BadRequest`, `BadLines` and `TargetUnavailable`."""
    now = deps.clock()

    def batch(lookups: Iterator[Lookup]) -> Batch:
        return Batch(planned=counted(planned_of(each, each.next_due_at or now) for each in lookups))

    return _preview(deps, use_csv(body, owner_id, now, batch), now)


def ends_of_waiting(deps: PreviewDeps, tasks: Sequence[LookupTask]) -> Mapping[UUID, datetime | None]:
    """Return by when each of these unfinished tasks ends, by its id. Raises `TargetUnavailable`."""
    if not tasks:
        return {}
    now = deps.clock()
    backlog = deps.store.backlog(now, now, now, ageing=deps.ageing)
    _, found = _capacity(deps)
    ranks = {task.id: ranked_at(task.queued_at, task.priority, ageing=deps.ageing) for task in tasks}
    return {id_: end_of_waiting(rank, backlog, found, now=now) for id_, rank in ranks.items()}


def _preview(deps: PreviewDeps, batch: Batch, now: datetime) -> Preview:
    until = max(planned.due_at for planned in batch.planned) + LOOK_AHEAD
    backlog = deps.store.backlog(now, batch.since(now), until, ageing=deps.ageing)
    providers, found = _capacity(deps)
    return Preview(
        count=batch.count,
        ends=predict(batch, backlog, found, now=now, ageing=deps.ageing),
        waiting=_waiting(backlog),
        capacity=found,
        providers=providers,
        ageing=deps.ageing,
        in_flight=deps.in_flight,
        planned_until=until,
        is_cut=backlog.is_cut,
    )


def _capacity(deps: PreviewDeps) -> tuple[Sequence[ProviderOutlook], Capacity]:
    providers = [_outlook(deps, provider) for provider in deps.providers]
    loads = [provider.load for provider in providers]
    return providers, capacity(loads, in_flight=deps.in_flight, patience_seconds=deps.patience_seconds)


def _waiting(backlog: Backlog) -> int:
    return sum(waiting.count for waiting in backlog.waiting)


def _outlook(deps: PreviewDeps, provider: LookupProvider) -> ProviderOutlook:
    past = _recent_past(deps.turn_limiter, provider.name)
    failing = past.failures / past.questions if past.questions else 0.0
    load = ProviderLoad(
        rate_per_second=provider.rate_per_second,
        burst=provider.burst,
        failing=1.0 if past.is_suspended else failing,
        latency_seconds=past.seconds / past.questions if past.questions else USUAL_SECONDS,
    )
    return ProviderOutlook(name=provider.name, load=load, is_known=past.questions > 0)


def _recent_past(turn_limiter: TurnLimiter | None, provider: str) -> RecentPast:
    if turn_limiter is None:
        return RecentPast()
    try:
        return turn_limiter.recent_past(provider)
    except TurnsUnavailable as error:
        # The preview is then one of providers that answer, and says so.
        logger.warning("past of a provider not known", action="preview_lookups", error=str(error))
        return RecentPast()
