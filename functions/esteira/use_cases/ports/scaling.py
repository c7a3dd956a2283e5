"""Where flow control, the manager, the scaler and the workers meet.

Postgres (target) holds what must not be lost: versions, decisions, scaling events. Redis holds what is rebuilt within
a tick: the current version, the plan, the heartbeats (R13).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal, Protocol

from pydantic import BaseModel

from esteira.domain.flow.config import FlowConfiguration, FlowVersion
from esteira.domain.flow.observation import Heartbeat, HostReading
from esteira.domain.flow.plan import Plan
from esteira.domain.names import Lane


class FlowBook(Protocol):
    """Every version there ever was. All raise `TargetUnavailable`."""

    def current(self) -> FlowVersion:
        """The newest; version 0 with the defaults where nobody has changed anything."""
        ...

    def change(self, configuration: FlowConfiguration, *, expected: int, by: str, at: datetime) -> FlowVersion:
        """Keeps it as version `expected + 1`. Raises `Conflict` when the current version is not `expected`."""
        ...

    def history(self, limit: int) -> Sequence[FlowVersion]:
        """The newest first."""
        ...


class FlowBoard(Protocol):
    """The current version where consumers read it. All raise `FlowUnavailable`."""

    def put(self, version: FlowVersion) -> None:
        """Shows it; an older one never replaces a newer one."""
        ...

    def get(self) -> FlowVersion | None:
        """None where nobody has put any yet, or Redis was emptied."""
        ...


class PlanBoard(Protocol):
    """The current plan. All raise `FlowUnavailable`."""

    def put(self, plan: Plan) -> None:
        """Shows it instead of the one before."""
        ...

    def get(self) -> Plan | None:
        """None where there is none yet, or Redis was emptied."""
        ...


class HeartbeatBoard(Protocol):
    """The signs of life of all workers. All raise `FlowUnavailable`."""

    def beat(self, heartbeat: Heartbeat) -> None:
        """Keeps it instead of that worker's last one."""
        ...

    def beats(self) -> Sequence[Heartbeat]:
        """The last of every worker that is not forgotten, missing ones too; by name."""
        ...

    def forget(self, name: str) -> None:
        """The worker has ended."""
        ...

    def ask_to_drain(self, name: str) -> None:
        """Tells a worker to take nothing new; told again it is the same. Forgotten with the worker."""
        ...

    def is_asked_to_drain(self, name: str) -> bool:
        """Whether it was told so."""
        ...


class Host(Protocol):
    """The machine that the workers share."""

    def read(self) -> HostReading:
        """Its load since the last reading."""
        ...


class Decision(BaseModel, frozen=True, extra="forbid"):
    """A plan that changed a number, a rule or a state, as it is kept."""

    id: int
    plan: Plan


Action = Literal["started", "drained", "terminated", "killed", "replaced", "concurrency", "paused", "resumed"]


class ScalingEvent(BaseModel, frozen=True, extra="forbid"):
    """Something that the scaler has done, and why. `worker` is empty for what concerns a whole lane."""

    at: datetime
    lane: Lane
    action: Action
    worker: str = ""
    reason: str


DECISIONS_KEPT_FOR = timedelta(days=90)


class DecisionLog(Protocol):
    """Why there were so many workers at some time (F22). All raise `TargetUnavailable`."""

    def record(self, plan: Plan) -> None:
        """Keeps a plan, and drops the plans and events that are older than it by more than `DECISIONS_KEPT_FOR`."""
        ...

    def at(self, moment: datetime) -> Decision | None:
        """The one in force then; None where none was yet."""
        ...

    def latest(self, limit: int) -> Sequence[Decision]:
        """The newest first."""
        ...

    def note(self, event: ScalingEvent) -> None:
        """Keeps what was done."""
        ...

    def events(self, *, until: datetime, limit: int) -> Sequence[ScalingEvent]:
        """The newest first."""
        ...


class Mappings(Protocol):
    """The Lambda consumers' event source mappings. All raise `MappingsUnavailable`."""

    def set(self, lane: Lane, *, receiving: bool, concurrency: int) -> bool:
        """Makes it so; whether anything had to be changed. LocalStack accepts `concurrency` and ignores it."""
        ...
