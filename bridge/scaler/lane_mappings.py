"""Applies the plan to the Lambda consumers' event source mappings: receiving or not, and how many at once."""

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from esteira.core.errors import MappingsUnavailable
from esteira.core.names import Lane
from esteira.scaling.plan import LanePlan, Plan
from esteira.scaling.ports import Mappings

from bridge.scaler.event_log import ScalingEventLog
from bridge.scaler.outage_log import OutageLog

CHECK_AGAIN_SECONDS = 30.0
"""Somebody else may have changed a mapping, and a new deployment of the stack creates new ones."""
RETRY_SECONDS = 5.0


@dataclass(frozen=True, kw_only=True)
class _MappingState:
    receiving: bool
    concurrency: int

    @classmethod
    def planned(cls, plan: LanePlan) -> "_MappingState":
        return cls(receiving=plan.functions, concurrency=plan.concurrency)


class LaneMappings:
    """Calls Lambda only when the plan has changed, every 30 s to check, and 5 s after a failure."""

    def __init__(
        self, mappings: Mappings, events: ScalingEventLog, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._mappings = mappings
        self._events = events
        self._monotonic = monotonic
        self._applied: dict[Lane, _MappingState] = {}
        self._due: dict[Lane, float] = {}
        self._outages: defaultdict[Lane, OutageLog] = defaultdict(lambda: OutageLog("mappings"))

    def follow(self, plan: Plan) -> None:
        """Applies the plan to all lanes. A lane whose mapping is unavailable is retried."""
        for lane, planned in plan.lanes.items():
            wanted = _MappingState.planned(planned)
            due = self._monotonic() >= self._due.get(lane, 0.0)
            changed = lane in self._applied and self._applied[lane] != wanted
            if due or changed:
                self._apply(lane, wanted, planned)

    def _apply(self, lane: Lane, wanted: _MappingState, planned: LanePlan) -> None:
        try:
            changed = self._mappings.set(lane, receiving=wanted.receiving, concurrency=wanted.concurrency)
        except MappingsUnavailable as error:
            self._applied.pop(lane, None)
            self._due[lane] = self._monotonic() + RETRY_SECONDS
            self._outages[lane].failed(error)
            return
        self._outages[lane].succeeded()
        self._due[lane] = self._monotonic() + CHECK_AGAIN_SECONDS
        if changed:
            self._record(lane, wanted, planned)
        self._applied[lane] = wanted

    def _record(self, lane: Lane, wanted: _MappingState, planned: LanePlan) -> None:
        before = self._applied.get(lane)
        if not wanted.receiving:
            if before is None or before.receiving:
                reason = "Its workers receive alone." if planned.receiving else planned.reason
                self._events.record(lane, "paused", reason)
        elif before and not before.receiving:
            self._events.record(lane, "resumed", planned.reason)
        else:
            self._events.record(lane, "concurrency", f"At most {wanted.concurrency} at once. {planned.reason}")
