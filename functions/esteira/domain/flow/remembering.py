"""The scaler's clocks from pass to pass: since when. Without them it still does the right things, only later."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from esteira.domain.flow.actions import AskToDrain, Kill, ScalerAction, ScalerMemory, Sight, Stillbirths, Terminate
from esteira.domain.flow.config import WorkerLimits
from esteira.domain.flow.observation import Heartbeat
from esteira.domain.flow.worker_state import Condition, Worker
from esteira.domain.names import Lane

V = TypeVar("V")

DEAF_AFTER = timedelta(seconds=5)
"""A scaler that has not passed for so long (it passes every second) has missed heartbeats: Redis was away."""


def listen(memory: ScalerMemory, sight: Sight, limits: WorkerLimits, now: datetime) -> ScalerMemory:
    """The memory with what is heard just now. Whoever did not listen for a while begins to listen anew."""
    deaf = memory.passed_at is None or now - memory.passed_at > DEAF_AFTER
    over = [beat.name for beat in sight.beats if breach(beat, limits)]
    return replace(
        memory,
        passed_at=now,
        listening_since=now if deaf else memory.listening_since,
        heard={**memory.heard, **{beat.name: beat.at for beat in sight.beats}},
        over_limit={name: memory.over_limit.get(name, now) for name in over},
    )


def breach(beat: Heartbeat, limits: WorkerLimits) -> str:
    """The limit that a worker exceeds, in words; nothing where it exceeds none."""
    if beat.memory_mib > limits.max_memory_mib:
        return f"{beat.memory_mib:.0f} MiB of memory (limit {limits.max_memory_mib} MiB)"
    if beat.cpu_percent > limits.max_cpu_percent:
        return f"{beat.cpu_percent:.0f} % CPU (limit {limits.max_cpu_percent:g} %)"
    return ""


def remember(
    memory: ScalerMemory, workers: Sequence[Worker], actions: Sequence[ScalerAction], now: datetime
) -> ScalerMemory:
    """The memory with the clocks of these actions begun, and without those who have ended."""
    leaving = {worker.name for worker in workers if worker.condition is Condition.LEAVING}
    asked = {action.name for action in actions if isinstance(action, AskToDrain)}
    told = {action.name for action in actions if isinstance(action, Terminate | Kill)}
    there = {worker.name for worker in workers if worker.condition is not Condition.ENDED}
    return replace(
        memory,
        heard=_only(memory.heard, there),
        draining=_only({**dict.fromkeys(leaving, now), **memory.draining, **dict.fromkeys(asked, now)}, there),
        terminated=_only({**memory.terminated, **dict.fromkeys(told, now)}, there),
        stillborn=_stillborn(memory, workers, now),
    )


def _stillborn(memory: ScalerMemory, workers: Sequence[Worker], now: datetime) -> dict[Lane, Stillbirths]:
    """Counted on, and forgotten for a lane as soon as one that was started later beats."""
    kept = {
        lane: births
        for lane, births in memory.stillborn.items()
        if not any(worker.lane == lane and worker.beat and worker.beat.started_at > births.at for worker in workers)
    }
    for lane in {worker.lane for worker in workers if is_stillborn(worker, memory)}:
        kept[lane] = Stillbirths(count=kept[lane].count + 1 if lane in kept else 1, at=now)
    return kept


def is_stillborn(worker: Worker, memory: ScalerMemory) -> bool:
    """Whether it ended unasked before it ever beat."""
    unheard = worker.name not in memory.heard and worker.name not in memory.draining
    return worker.condition is Condition.ENDED and unheard and worker.name not in memory.terminated


def _only(clocks: Mapping[str, V], names: set[str]) -> dict[str, V]:
    return {name: at for name, at in clocks.items() if name in names}
