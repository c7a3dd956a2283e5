"""The words between plan and processes: what the scaler sees, does, and remembers from pass to pass (F19)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from esteira.domain.flow.observation import Heartbeat
from esteira.domain.names import Lane

START_GRACE = timedelta(seconds=20)
"""A worker that was just started may be silent for so long."""

HEARD_WITHIN = timedelta(seconds=5)
"""A worker that was asked to drain says so within two beats. One that does not was not reached, and is asked again."""

DRAIN_DEADLINE = timedelta(seconds=45)
"""A worker that was asked to drain has so long to finish what it holds; then it is told to end (SIGTERM)."""

TERM_DEADLINE = timedelta(seconds=10)
"""A worker that was told to end has so long to do it; then it is killed (SIGKILL)."""

OVER_LIMIT_FOR = timedelta(seconds=10)
"""A worker above its memory or CPU limit is let be for so long: it may be a peak."""


@dataclass(frozen=True, kw_only=True)
class OwnProcess:
    """A worker's process as the driver sees it: one it started, or found running, and was not told to forget.

    `name` is the heartbeat's; a worker that has just started has a process and does not beat yet. A driver also names
    the workers that beat from its own host and have no process there any more: they are not `alive`.
    """

    name: str
    lane: Lane
    pid: int
    alive: bool
    started_at: datetime


@dataclass(frozen=True, kw_only=True)
class Sight:
    """All that the scaler sees of the workers at one moment. A heartbeat without a process is one of another host."""

    processes: Sequence[OwnProcess] = ()
    beats: Sequence[Heartbeat] = ()


@dataclass(frozen=True, kw_only=True)
class StartWorker:
    """One more worker of a lane. `replaces` is the worker whose place it takes, empty where it takes a new one."""

    lane: Lane
    reason: str
    replaces: str = ""


@dataclass(frozen=True, kw_only=True)
class AskToDrain:
    """Take nothing new, finish what you hold."""

    name: str
    lane: Lane
    reason: str


@dataclass(frozen=True, kw_only=True)
class Terminate:
    """SIGTERM."""

    name: str
    lane: Lane
    reason: str


@dataclass(frozen=True, kw_only=True)
class Kill:
    """SIGKILL."""

    name: str
    lane: Lane
    reason: str


@dataclass(frozen=True, kw_only=True)
class Forget:
    """The worker has ended: its heartbeat goes, and the driver need not name its process any more."""

    name: str
    lane: Lane
    reason: str


ScalerAction = StartWorker | AskToDrain | Terminate | Kill | Forget


@dataclass(frozen=True, kw_only=True)
class Stillbirths:
    """Workers of a lane that ended before they ever beat, one after the other: so many, the last at a time."""

    count: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ScalerMemory:
    """What a scaler remembers between passes: since when. Lost with the scaler, it makes some deadlines begin anew.

    `listening_since`: silence counts from here on at most, for before it the scaler heard nobody.
    """

    listening_since: datetime | None = None
    passed_at: datetime | None = None
    heard: Mapping[str, datetime] = field(default_factory=dict)
    over_limit: Mapping[str, datetime] = field(default_factory=dict)
    draining: Mapping[str, datetime] = field(default_factory=dict)
    terminated: Mapping[str, datetime] = field(default_factory=dict)
    stillborn: Mapping[Lane, Stillbirths] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Staffing:
    """What to do now, in this order, and what to remember until the next pass."""

    actions: tuple[ScalerAction, ...]
    memory: ScalerMemory
