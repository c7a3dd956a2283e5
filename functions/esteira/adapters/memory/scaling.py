"""In-memory twins of what capacity is planned with."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from esteira.domain.flow.observation import Heartbeat, HostReading
from esteira.domain.flow.plan import Plan
from esteira.use_cases.ports.scaling import DECISIONS_KEPT_FOR, Decision, ScalingEvent


@dataclass(kw_only=True)
class MemoryPlanBoard:
    """The port `PlanBoard`."""

    plan: Plan | None = None

    def put(self, plan: Plan) -> None:
        """See `PlanBoard.put`."""
        self.plan = plan

    def get(self) -> Plan | None:
        """See `PlanBoard.get`."""
        return self.plan


@dataclass(kw_only=True)
class MemoryHeartbeatBoard:
    """The port `HeartbeatBoard`."""

    kept: dict[str, Heartbeat] = field(default_factory=dict)
    draining: set[str] = field(default_factory=set)

    def beat(self, heartbeat: Heartbeat) -> None:
        """See `HeartbeatBoard.beat`."""
        self.kept[heartbeat.name] = heartbeat

    def beats(self) -> Sequence[Heartbeat]:
        """See `HeartbeatBoard.beats`."""
        return [self.kept[name] for name in sorted(self.kept)]

    def forget(self, name: str) -> None:
        """See `HeartbeatBoard.forget`."""
        self.kept.pop(name, None)
        self.draining.discard(name)

    def ask_to_drain(self, name: str) -> None:
        """See `HeartbeatBoard.ask_to_drain`."""
        self.draining.add(name)

    def is_asked_to_drain(self, name: str) -> bool:
        """See `HeartbeatBoard.is_asked_to_drain`."""
        return name in self.draining


@dataclass(kw_only=True)
class MemoryDecisionLog:
    """The port `DecisionLog`."""

    decisions: list[Decision] = field(default_factory=list)
    done: list[ScalingEvent] = field(default_factory=list)
    _recorded: int = 0

    def record(self, plan: Plan) -> None:
        """See `DecisionLog.record`."""
        self._recorded += 1
        since = plan.at - DECISIONS_KEPT_FOR
        self.decisions = [decision for decision in self.decisions if decision.plan.at >= since]
        self.done = [event for event in self.done if event.at >= since]
        self.decisions.append(Decision(id=self._recorded, plan=plan))

    def at(self, moment: datetime) -> Decision | None:
        """See `DecisionLog.at`."""
        return next((decision for decision in self._newest_first() if decision.plan.at <= moment), None)

    def latest(self, limit: int) -> Sequence[Decision]:
        """See `DecisionLog.latest`."""
        return self._newest_first()[:limit]

    def note(self, event: ScalingEvent) -> None:
        """See `DecisionLog.note`."""
        self.done.append(event)

    def events(self, *, until: datetime, limit: int) -> Sequence[ScalingEvent]:
        """See `DecisionLog.events`."""
        in_time = [event for event in self.done if event.at <= until]
        return sorted(in_time, key=lambda event: event.at)[::-1][:limit]

    def _newest_first(self) -> Sequence[Decision]:
        return sorted(self.decisions, key=lambda decision: (decision.plan.at, decision.id), reverse=True)


@dataclass(kw_only=True)
class MemoryHost:
    """The port `Host`, set by hand."""

    reading: HostReading = field(default_factory=lambda: HostReading(cpu_percent=0, memory_percent=0))

    def read(self) -> HostReading:
        """See `Host.read`."""
        return self.reading
