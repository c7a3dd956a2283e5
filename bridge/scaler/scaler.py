"""One pass per second: read the plan, have the workers follow it, then the mappings. Outages end no worker."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from esteira.core.errors import FlowUnavailable
from esteira.scaling.plan import Plan, stopped_by
from esteira.scaling.ports import ConfigCache, HeartbeatStore, PlanCache

from bridge.scaler.event_log import ScalingEventLog
from bridge.scaler.lane_mappings import LaneMappings
from bridge.scaler.outage_log import OutageLog

WaitUntil = Callable[[Callable[[], bool]], bool]
"""Waits for a condition, and returns whether it became true in time."""


class Workers(Protocol):
    """The workers of all lanes, wherever they run."""

    def follow(self, plan: Plan | None) -> None:
        """Does what is due so that their numbers become those of the plan. Raises `FlowUnavailable`."""
        ...

    def end(self, wait_until: WaitUntil) -> None:
        """The scaler ends."""
        ...


@dataclass(frozen=True, kw_only=True)
class ScalerStores:
    """What the scaler reads and writes in Redis."""

    plans: PlanCache
    heartbeats: HeartbeatStore
    config: ConfigCache


class Scaler:
    """Makes the workers and mappings match the plan, pass by pass."""

    def __init__(self, stores: ScalerStores, workers: Workers, mappings: LaneMappings, events: ScalingEventLog) -> None:
        self._stores = stores
        self._workers = workers
        self._mappings = mappings
        self._events = events
        self._outage = OutageLog("redis")

    def pass_once(self) -> None:
        """One pass. While Redis cannot be read and written nothing is started, ended or changed."""
        try:
            plan = self._follow()
            self._outage.succeeded()
        except FlowUnavailable as error:
            self._outage.failed(error)
            return
        if plan:
            self._mappings.follow(plan)
        self._events.flush()

    def end(self, wait_until: WaitUntil) -> None:
        """Ends what ends with the scaler: workers that are processes of this host, but no pod."""
        self._workers.end(wait_until)
        self._events.flush()

    def _follow(self) -> Plan | None:
        # A replica or a full Redis still shows the old heartbeats, and takes no new ones: all would seem silent.
        self._stores.heartbeats.check_writable()
        plan = self._stores.plans.get()
        self._workers.follow(plan)
        # Read again and last: a pause since the plan was made must not be undone by it.
        return plan and stopped_by(self._stores.config.get(), plan)
