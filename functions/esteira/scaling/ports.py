"""The stores that configuration, manager, scaler and workers share.

Postgres (target) holds what must not be lost: configuration versions, decisions, scaling events. Redis holds what is
rebuilt within a tick of the manager: the current configuration, the plan, the heartbeats (R13).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal, Protocol

from pydantic import BaseModel

from esteira.core.names import Lane
from esteira.scaling.config import ConfigVersion, ScalingConfig
from esteira.scaling.observation import Heartbeat, HostUsage, Usage
from esteira.scaling.plan import Plan


class ScalingConfigRepository(Protocol):
    """All versions of the configuration. All methods raise `TargetUnavailable`."""

    def current(self) -> ConfigVersion:
        """The newest version; version 0 with the defaults before the first change."""
        ...

    def change(self, configuration: ScalingConfig, *, expected: int, by: str, at: datetime) -> ConfigVersion:
        """Stores it as version `expected + 1`. Raises `Outdated` when the current version is not `expected`."""
        ...

    def history(self, limit: int) -> Sequence[ConfigVersion]:
        """Newest first."""
        ...


class ConfigCache(Protocol):
    """The current configuration, where consumers read it. All methods raise `FlowUnavailable`."""

    def put(self, version: ConfigVersion) -> None:
        """Stores it; an older version never replaces a newer one."""
        ...

    def get(self) -> ConfigVersion | None:
        """None before the first `put`, and after Redis was emptied."""
        ...


class PlanCache(Protocol):
    """The current plan. All methods raise `FlowUnavailable`."""

    def put(self, plan: Plan) -> None:
        """Replaces the previous plan."""
        ...

    def get(self) -> Plan | None:
        """None before the first plan, and after Redis was emptied."""
        ...


class HeartbeatStore(Protocol):
    """The heartbeats of all workers, and the requests to drain. All methods raise `FlowUnavailable`."""

    def beat(self, heartbeat: Heartbeat) -> None:
        """Replaces the worker's last heartbeat, and appends what it used."""
        ...

    def usage(self, names: Sequence[str]) -> Mapping[str, Sequence[Usage]]:
        """What each of these workers used in the five minutes before its last heartbeat, oldest first.

        At most `MOST_USAGES` of each. Without new heartbeats it is deleted after five minutes.
        """
        ...

    def check_writable(self) -> None:
        """Raises `FlowUnavailable` while no heartbeat can be written; then a worker's silence says nothing about it."""
        ...

    def beats(self) -> Sequence[Heartbeat]:
        """The last heartbeat of every worker that is not forgotten, however old; sorted by name."""
        ...

    def forget(self, name: str) -> None:
        """Deletes what is stored about a worker that has ended."""
        ...

    def ask_to_drain(self, name: str) -> None:
        """Requests that a worker takes nothing new. Idempotent; deleted with the worker."""
        ...

    def is_asked_to_drain(self, name: str) -> bool:
        """Whether that was requested."""
        ...


class Host(Protocol):
    """The machine on which the workers run."""

    def read(self) -> HostUsage:
        """Its load since the previous call."""
        ...


class Decision(BaseModel, frozen=True, extra="forbid"):
    """A stored plan: one that changed a number, a rule or a state."""

    id: int
    plan: Plan


Action = Literal["started", "drained", "terminated", "killed", "replaced", "scaled", "concurrency", "paused", "resumed"]


class ScalingEvent(BaseModel, frozen=True, extra="forbid"):
    """Something that the scaler did, and why. `worker` is empty where it concerns a whole lane."""

    at: datetime
    lane: Lane
    action: Action
    worker: str = ""
    reason: str


DECISIONS_KEPT_FOR = timedelta(days=90)


class DecisionLog(Protocol):
    """Decisions and scaling events of the last 90 days. All methods raise `TargetUnavailable`."""

    def record(self, plan: Plan) -> None:
        """Stores a plan, and deletes plans and events that are older than it by more than `DECISIONS_KEPT_FOR`."""
        ...

    def at(self, moment: datetime) -> Decision | None:
        """The decision in force at that moment; None where there was none."""
        ...

    def latest(self, limit: int) -> Sequence[Decision]:
        """Newest first."""
        ...

    def record_event(self, event: ScalingEvent) -> None:
        """Stores an event."""
        ...

    def events(self, *, until: datetime, limit: int) -> Sequence[ScalingEvent]:
        """Newest first."""
        ...


class Mappings(Protocol):
    """The Lambda consumers' event source mappings. All methods raise `MappingsUnavailable`."""

    def set(self, lane: Lane, *, receiving: bool, concurrency: int) -> bool:
        """Applies both settings; returns whether anything changed. LocalStack accepts `concurrency` and ignores it."""
        ...
