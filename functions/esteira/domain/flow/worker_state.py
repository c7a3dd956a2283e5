"""Who is there: the processes and heartbeats of one moment put together, and what is to be thought of each worker."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from esteira.domain.flow.actions import START_GRACE, OwnProcess, ScalerMemory, Sight
from esteira.domain.flow.observation import MISSING_AFTER, Heartbeat, WorkerState
from esteira.domain.names import Lane


class Condition(StrEnum):
    """What is to be thought of a worker. Only those that stay count against the plan."""

    STAYING = "staying"
    LEAVING = "leaving"
    """Draining, or told to end."""
    LOST = "lost"
    """Silent for too long, and its process lives."""
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
        """As it says; one that has not said anything yet is starting."""
        return self.beat.state if self.beat else WorkerState.STARTING

    @property
    def in_hand(self) -> int:
        """The messages that it holds."""
        return self.beat.in_hand if self.beat else 0

    @property
    def has_drained(self) -> bool:
        """Whether it says that it takes nothing more and holds nothing."""
        return self.state is WorkerState.DRAINING and not self.in_hand


def roster(sight: Sight, memory: ScalerMemory, now: datetime) -> Sequence[Worker]:
    """All workers, by name."""
    processes = {process.name: process for process in sight.processes}
    beats = {beat.name: beat for beat in sight.beats}
    return [
        _worker(name, processes.get(name), beats.get(name), memory, now) for name in sorted(processes.keys() | beats)
    ]


def _worker(
    name: str, process: OwnProcess | None, beat: Heartbeat | None, memory: ScalerMemory, now: datetime
) -> Worker:
    known = beat or process
    if known is None:
        raise ValueError("a worker is known by its process or by its heartbeat")
    since = _silent_since(name, process, memory, now)
    silent = now - since > MISSING_AFTER
    leaving = name in memory.draining or name in memory.terminated
    if (process and not process.alive) or (silent and not process):
        condition = Condition.ENDED
    elif silent:
        condition = Condition.LOST
    elif leaving or (beat and beat.state is WorkerState.DRAINING):
        condition = Condition.LEAVING
    else:
        condition = Condition.STAYING
    return Worker(name=name, lane=known.lane, process=process, beat=beat, condition=condition, silent_since=since)


def _silent_since(name: str, process: OwnProcess | None, memory: ScalerMemory, now: datetime) -> datetime:
    heard = memory.heard.get(name)
    if heard is None and process:
        heard = process.started_at + START_GRACE - MISSING_AFTER
    return max(heard or now, memory.listening_since or now)
