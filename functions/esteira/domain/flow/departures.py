"""How workers leave: asked to drain they finish, told to end they end, and are killed only past both deadlines."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from esteira.domain.flow.actions import (
    DRAIN_DEADLINE,
    HEARD_WITHIN,
    TERM_DEADLINE,
    AskToDrain,
    Forget,
    Kill,
    ScalerAction,
    ScalerMemory,
    Terminate,
)
from esteira.domain.flow.observation import WorkerState
from esteira.domain.flow.worker_state import Condition, Worker


def departures(workers: Sequence[Worker], memory: ScalerMemory, now: datetime) -> Iterator[ScalerAction]:
    """What is due with the workers that do not stay. A signal is given once, SIGKILL again after each deadline."""
    for worker in workers:
        if worker.condition is Condition.ENDED:
            yield Forget(name=worker.name, lane=worker.lane, reason=loss(worker, now))
        elif worker.name in memory.terminated:
            yield from _killed(worker, memory.terminated[worker.name], now)
        elif _has_not_heard(worker, memory, now):
            reason = f"It was asked {_seconds(memory.draining[worker.name], now)} s ago and has not heard it."
            yield AskToDrain(name=worker.name, lane=worker.lane, reason=reason)
        elif reason := _end_is_due(worker, memory, now):
            yield Terminate(name=worker.name, lane=worker.lane, reason=reason)


def loss(worker: Worker, now: datetime) -> str:
    """Why a worker is taken for dead."""
    if worker.process and not worker.process.alive:
        return f"Its process {worker.process.pid} is gone."
    return f"It has been silent for {_seconds(worker.silent_since, now)} s."


def _has_not_heard(worker: Worker, memory: ScalerMemory, now: datetime) -> bool:
    """Whether it goes on as if nobody had asked it: Redis lost the word, or could not be given it."""
    asked_at = memory.draining.get(worker.name)
    leaving = worker.condition is Condition.LEAVING and worker.state is not WorkerState.DRAINING
    return leaving and worker.beat is not None and asked_at is not None and now - asked_at > HEARD_WITHIN


def _killed(worker: Worker, told_at: datetime, now: datetime) -> Iterator[Kill]:
    if now - told_at > TERM_DEADLINE:
        reason = f"It was told to end {_seconds(told_at, now)} s ago and still runs."
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
            f"It was asked to drain {_seconds(asked_at, now)} s ago and still holds"
            f" {worker.in_hand} messages; they become visible again."
        )
    return ""


def _seconds(since: datetime, now: datetime) -> int:
    return round((now - since).total_seconds())
