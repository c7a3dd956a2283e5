"""In-memory implementations of the ports of scaling, for tests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from esteira.core.errors import Outdated
from esteira.scaling.config import ConfigVersion, ScalingConfig
from esteira.scaling.config_change import DEFAULT_VERSION
from esteira.scaling.observation import MOST_USAGES, USAGE_KEPT_FOR, Heartbeat, HostUsage, Usage
from esteira.scaling.plan import Plan
from esteira.scaling.ports import DECISIONS_KEPT_FOR, Decision, ScalingEvent


@dataclass(kw_only=True)
class MemoryScalingConfigRepository:
    """The port `ScalingConfigRepository`."""

    versions: list[ConfigVersion] = field(default_factory=list)

    def current(self) -> ConfigVersion:
        """See `ScalingConfigRepository.current`."""
        return self.versions[-1] if self.versions else DEFAULT_VERSION

    def change(self, configuration: ScalingConfig, *, expected: int, by: str, at: datetime) -> ConfigVersion:
        """See `ScalingConfigRepository.change`."""
        if (current := self.current().version) != expected:
            raise Outdated(current)
        self.versions.append(
            ConfigVersion(version=expected + 1, configuration=configuration, changed_by=by, changed_at=at)
        )
        return self.versions[-1]

    def history(self, limit: int) -> Sequence[ConfigVersion]:
        """See `ScalingConfigRepository.history`."""
        return self.versions[::-1][:limit]


@dataclass(kw_only=True)
class MemoryConfigCache:
    """The port `ConfigCache`."""

    version: ConfigVersion | None = None

    def put(self, version: ConfigVersion) -> None:
        """See `ConfigCache.put`."""
        if self.version is None or self.version.version <= version.version:
            self.version = version

    def get(self) -> ConfigVersion | None:
        """See `ConfigCache.get`."""
        return self.version


@dataclass(kw_only=True)
class MemoryPlanCache:
    """The port `PlanCache`."""

    plan: Plan | None = None

    def put(self, plan: Plan) -> None:
        """See `PlanCache.put`."""
        self.plan = plan

    def get(self) -> Plan | None:
        """See `PlanCache.get`."""
        return self.plan


@dataclass(kw_only=True)
class MemoryHeartbeatStore:
    """The port `HeartbeatStore`."""

    kept: dict[str, Heartbeat] = field(default_factory=dict)
    draining: set[str] = field(default_factory=set)
    used: dict[str, list[Usage]] = field(default_factory=dict)

    def beat(self, heartbeat: Heartbeat) -> None:
        """See `HeartbeatStore.beat`."""
        self.kept[heartbeat.name] = heartbeat
        used = [*self.used.get(heartbeat.name, []), Usage.of(heartbeat)]
        recent = [usage for usage in used if usage.at > heartbeat.at - USAGE_KEPT_FOR]
        self.used[heartbeat.name] = sorted(recent, key=lambda usage: usage.at)[-MOST_USAGES:]

    def usage(self, names: Sequence[str]) -> Mapping[str, Sequence[Usage]]:
        """See `HeartbeatStore.usage`."""
        return {name: self.used.get(name, []) for name in names}

    def check_writable(self) -> None:
        """See `HeartbeatStore.check_writable`."""

    def beats(self) -> Sequence[Heartbeat]:
        """See `HeartbeatStore.beats`."""
        return [self.kept[name] for name in sorted(self.kept)]

    def forget(self, name: str) -> None:
        """See `HeartbeatStore.forget`."""
        self.kept.pop(name, None)
        self.used.pop(name, None)
        self.draining.discard(name)

    def ask_to_drain(self, name: str) -> None:
        """See `HeartbeatStore.ask_to_drain`."""
        self.draining.add(name)

    def is_asked_to_drain(self, name: str) -> bool:
        """See `HeartbeatStore.is_asked_to_drain`."""
        return name in self.draining


@dataclass(kw_only=True)
class MemoryDecisionLog:
    """The port `DecisionLog`."""

    decisions: list[Decision] = field(default_factory=list)
    scaling_events: list[ScalingEvent] = field(default_factory=list)
    _recorded: int = 0

    def record(self, plan: Plan) -> None:
        """See `DecisionLog.record`."""
        self._recorded += 1
        since = plan.at - DECISIONS_KEPT_FOR
        self.decisions = [decision for decision in self.decisions if decision.plan.at >= since]
        self.scaling_events = [event for event in self.scaling_events if event.at >= since]
        self.decisions.append(Decision(id=self._recorded, plan=plan))

    def at(self, moment: datetime) -> Decision | None:
        """See `DecisionLog.at`."""
        return next((decision for decision in self._newest_first() if decision.plan.at <= moment), None)

    def latest(self, limit: int) -> Sequence[Decision]:
        """See `DecisionLog.latest`."""
        return self._newest_first()[:limit]

    def record_event(self, event: ScalingEvent) -> None:
        """See `DecisionLog.record_event`."""
        self.scaling_events.append(event)

    def events(self, *, until: datetime, limit: int) -> Sequence[ScalingEvent]:
        """See `DecisionLog.events`."""
        in_time = [event for event in self.scaling_events if event.at <= until]
        return sorted(in_time, key=lambda event: event.at)[::-1][:limit]

    def _newest_first(self) -> Sequence[Decision]:
        return sorted(self.decisions, key=lambda decision: (decision.plan.at, decision.id), reverse=True)


@dataclass(kw_only=True)
class MemoryHost:
    """The port `Host`, with a usage that tests set."""

    usage: HostUsage = field(default_factory=lambda: HostUsage(cpu_percent=0, memory_percent=0))

    def read(self) -> HostUsage:
        """See `Host.read`."""
        return self.usage
