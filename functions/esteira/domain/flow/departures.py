"""How workers leave: asked to drain they finish, told to end they end, and are killed only past both deadlines."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from esteira.domain.flow.roster import Condition, Worker
from esteira.domain.flow.staffing import (
    DRAIN_DEADLINE,
    TERM_DEADLINE,
    Forget,
    Kill,
    ScalerAction,
    ScalerMemory,
    Terminate,
)


def departures(workers: Sequence[Worker], memory: ScalerMemory, now: datetime) -> Iterator[ScalerAction]:
    """What is due with the workers that do not stay. A signal is given once, SIGKILL again after each deadline."""
    for worker in workers:
        if worker.condition is Condition.ENDED:
            yield Forget(name=worker.name, lane=worker.lane, reason=loss(worker, now))
        elif worker.name in memory.terminated:
            yield from _killed(worker, memory.terminated[worker.name], now)
        elif reason := _end_is_due(worker, memory, now):
            yield Terminate(name=worker.name, lane=worker.lane, reason=reason)


def loss(worker: Worker, now: datetime) -> str:
    """Why a worker is taken for dead."""
    if worker.process and not worker.process.alive:
        return f"Its process {worker.process.pid} is gone."
    return f"It has been silent for {(now - worker.silent_since).total_seconds():.0f} s."


def _killed(worker: Worker, told_at: datetime, now: datetime) -> Iterator[Kill]:
    if now - told_at > TERM_DEADLINE:
        reason = f"It was told to end {(now - told_at).total_seconds():.0f} s ago and still runs."
        yield Kill(name=worker.name, lane=worker.lane, reason=reason)


def _end_is_due(worker: Worker, memory: ScalerMemory, now: datetime) -> str:
    """Why a worker that leaves is told to end now; nothing while it may still finish what it holds."""
    if worker.condition is Condition.LOST:
        return loss(worker, now)
    if worker.condition is Condition.STAYING:
        return ""
    if worker.has_drained:
        return "It has drained."
    asked_at = memory.draining.get(worker.name, now)
    if now - asked_at > DRAIN_DEADLINE:
        return (
            f"It was asked to drain {(now - asked_at).total_seconds():.0f} s ago and still holds"
            f" {worker.in_hand} messages; they become visible again."
        )
    return ""
