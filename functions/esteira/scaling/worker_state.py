"""The workers as the scaler knows them: processes and heartbeats of one pass, and times remembered between passes.

A scaler that starts without its memory decides the same, only later: some deadlines begin anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from esteira.core.names import Lane
from esteira.scaling.actions import AskToDrain, Kill, ScalerAction, Terminate
from esteira.scaling.config import WorkerLimits
from esteira.scaling.observation import MISSING_AFTER, Heartbeat, WorkerState

V = TypeVar("V")

START_GRACE = timedelta(seconds=20)
"""A worker that was just started may be silent for so long."""

PASS_GAP = timedelta(seconds=5)
"""After a longer gap between two passes (normally one second) the scaler may have missed heartbeats: Redis was away."""


@dataclass(frozen=True, kw_only=True)
class OwnProcess:
    """A worker's process as the driver sees it: one it started or found running, and was not told to forget.

    `name` is the heartbeat's; a worker that has just started has a process and no heartbeat yet. A driver also names
    the workers with a heartbeat from its own host whose process is gone: they are not `alive`.
    """

    name: str
    lane: Lane
    pid: int
    alive: bool
    started_at: datetime


@dataclass(frozen=True, kw_only=True)
class ObservedState:
    """Processes and heartbeats at one moment. A heartbeat without a process belongs to a worker on another host."""

    processes: Sequence[OwnProcess] = ()
    beats: Sequence[Heartbeat] = ()


@dataclass(frozen=True, kw_only=True)
class StartFailures:
    """Workers of a lane that ended before their first heartbeat: how many in a row, and when the last one did."""

    count: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ScalerMemory:
    """What a scaler remembers between passes, by worker name: since when. Lost when the scaler ends.

    `observing_since` bounds every silence: before that moment the scaler read no heartbeats.
    """

    observing_since: datetime | None = None
    last_pass_at: datetime | None = None
    last_beat_at: Mapping[str, datetime] = field(default_factory=dict)
    over_limit_since: Mapping[str, datetime] = field(default_factory=dict)
    drain_asked_at: Mapping[str, datetime] = field(default_factory=dict)
    terminated_at: Mapping[str, datetime] = field(default_factory=dict)
    start_failures: Mapping[Lane, StartFailures] = field(default_factory=dict)

    def was_asked_to_end(self, name: str) -> bool:
        """Whether the worker was asked to drain, or sent SIGTERM."""
        return name in self.drain_asked_at or name in self.terminated_at


class Condition(StrEnum):
    """How a worker counts. Only active ones count against the plan."""

    ACTIVE = "active"
    STOPPING = "stopping"
    """Draining, or sent SIGTERM."""
    LOST = "lost"
    """Without a heartbeat for too long, while its process lives."""
    ENDED = "ended"


@dataclass(frozen=True, kw_only=True)
class Worker:
    """One worker. It has a process, a heartbeat, or both."""

    name: str
    lane: Lane
    process: OwnProcess | None
    beat: Heartbeat | None
    condition: Condition
    silent_since: datetime

    @property
    def state(self) -> WorkerState:
        """The state in its heartbeat; STARTING before the first one."""
        return self.beat.state if self.beat else WorkerState.STARTING

    @property
    def in_hand(self) -> int:
        """The number of messages that it holds."""
        return self.beat.in_hand if self.beat else 0

    @property
    def has_drained(self) -> bool:
        """Whether it takes nothing new and holds nothing."""
        return self.state is WorkerState.DRAINING and not self.in_hand


def observe_workers(observed: ObservedState, memory: ScalerMemory, now: datetime) -> Sequence[Worker]:
    """All workers, sorted by name."""
    processes = {process.name: process for process in observed.processes}
    beats = {beat.name: beat for beat in observed.beats}
    return [
        _worker(name, processes.get(name), beats.get(name), memory, now) for name in sorted(processes.keys() | beats)
    ]


def record_observation(
    memory: ScalerMemory, observed: ObservedState, limits: WorkerLimits, now: datetime
) -> ScalerMemory:
    """The memory with this pass's heartbeats. After a gap between passes every silence counts from now."""
    gap = memory.last_pass_at is None or now - memory.last_pass_at > PASS_GAP
    over = [beat.name for beat in observed.beats if exceeded_limit(beat, limits)]
    return replace(
        memory,
        last_pass_at=now,
        observing_since=now if gap else memory.observing_since,
        last_beat_at={**memory.last_beat_at, **{beat.name: beat.at for beat in observed.beats}},
        over_limit_since={name: memory.over_limit_since.get(name, now) for name in over},
    )


def record_actions(
    memory: ScalerMemory, workers: Sequence[Worker], actions: Sequence[ScalerAction], now: datetime
) -> ScalerMemory:
    """The memory with the deadlines of these actions started, and without the workers that have ended."""
    stopping = {worker.name for worker in workers if worker.condition is Condition.STOPPING}
    asked = {action.name for action in actions if isinstance(action, AskToDrain)}
    signalled = {action.name for action in actions if isinstance(action, Terminate | Kill)}
    present = {worker.name for worker in workers if worker.condition is not Condition.ENDED}
    drain_asked_at = {**dict.fromkeys(stopping, now), **memory.drain_asked_at, **dict.fromkeys(asked, now)}
    return replace(
        memory,
        last_beat_at=_only(memory.last_beat_at, present),
        drain_asked_at=_only(drain_asked_at, present),
        terminated_at=_only({**memory.terminated_at, **dict.fromkeys(signalled, now)}, present),
        start_failures=_start_failures(memory, workers, now),
    )


def exceeded_limit(beat: Heartbeat, limits: WorkerLimits) -> str:
    """The limit that a worker exceeds, as text; empty where it exceeds none."""
    if beat.memory_mib > limits.max_memory_mib:
        return f"{beat.memory_mib:.0f} MiB of memory (limit {limits.max_memory_mib} MiB)"
    if beat.cpu_percent > limits.max_cpu_percent:
        return f"{beat.cpu_percent:.0f} % CPU (limit {limits.max_cpu_percent:g} %)"
    return ""


def _worker(
    name: str, process: OwnProcess | None, beat: Heartbeat | None, memory: ScalerMemory, now: datetime
) -> Worker:
    known = beat or process
    if known is None:
        raise ValueError("a worker needs a process or a heartbeat")
    since = _silent_since(name, process, memory, now)
    silent = now - since > MISSING_AFTER
    draining = beat is not None and beat.state is WorkerState.DRAINING
    if (process and not process.alive) or (silent and not process):
        condition = Condition.ENDED
    elif silent:
        condition = Condition.LOST
    elif draining or memory.was_asked_to_end(name):
        condition = Condition.STOPPING
    else:
        condition = Condition.ACTIVE
    return Worker(name=name, lane=known.lane, process=process, beat=beat, condition=condition, silent_since=since)


def _silent_since(name: str, process: OwnProcess | None, memory: ScalerMemory, now: datetime) -> datetime:
    last = memory.last_beat_at.get(name)
    if last is None and process:
        last = process.started_at + START_GRACE - MISSING_AFTER
    return max(last or now, memory.observing_since or now)


def _start_failures(memory: ScalerMemory, workers: Sequence[Worker], now: datetime) -> dict[Lane, StartFailures]:
    """Counted on; dropped for a lane as soon as a worker that was started later has a heartbeat."""
    kept = {
        lane: failures
        for lane, failures in memory.start_failures.items()
        if not any(worker.lane == lane and worker.beat and worker.beat.started_at > failures.at for worker in workers)
    }
    for lane in {worker.lane for worker in workers if _failed_to_start(worker, memory)}:
        kept[lane] = StartFailures(count=kept[lane].count + 1 if lane in kept else 1, at=now)
    return kept


def _failed_to_start(worker: Worker, memory: ScalerMemory) -> bool:
    """Whether it ended before its first heartbeat, and nobody had asked it to end."""
    asked = memory.was_asked_to_end(worker.name)
    return worker.condition is Condition.ENDED and worker.name not in memory.last_beat_at and not asked


def _only(times: Mapping[str, V], names: set[str]) -> dict[str, V]:
    return {name: at for name, at in times.items() if name in names}
