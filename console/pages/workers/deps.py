"""What the page of workers reads and calls."""

from collections.abc import Sequence
from dataclasses import dataclass

from esteira.scaling.config import ConfigVersion
from esteira.scaling.configure_scaling import ConfigureScalingDeps
from esteira.scaling.operating.compare_configs import VersionChanges, list_changes
from esteira.scaling.plan import Plan
from esteira.scaling.ports import DecisionLog, HeartbeatStore, PlanCache
from esteira.scaling.recording.ports import TickRecord

MOST_VERSIONS = 50


@dataclass(frozen=True, kw_only=True)
class WorkersPageDeps:
    """Heartbeats, the plan in force, decisions, the manager's record, and the configuration."""

    heartbeats: HeartbeatStore
    plans: PlanCache
    log: DecisionLog
    record: TickRecord
    scaling: ConfigureScalingDeps


@dataclass(frozen=True, kw_only=True)
class ConfigState:
    """The configuration in force, the plan that was made last, and the latest versions, newest first."""

    current: ConfigVersion
    plan: Plan | None
    versions: Sequence[VersionChanges]

    def since(self, version: int) -> Sequence[VersionChanges]:
        """Return the versions that are newer than this one."""
        return [each for each in self.versions if each.version.version > version]


def read_config_state(deps: WorkersPageDeps) -> ConfigState:
    """Return it. Raises `TargetUnavailable` and `FlowUnavailable`."""
    current = deps.scaling.configs.current()
    return ConfigState(
        current=current, plan=deps.plans.get(), versions=list_changes(deps.scaling.configs, MOST_VERSIONS)
    )
