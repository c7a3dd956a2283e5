"""The Lambda consumers' side of a plan: receiving or not, and how many at once."""

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from esteira.domain.flow.plan import LanePlan, Plan
from esteira.domain.names import Lane
from esteira.errors import MappingsUnavailable
from esteira.use_cases.ports.scaling import Mappings

from bridge.scaler.event_log import Diary
from bridge.scaler.outage import Outage

LOOK_AGAIN_SECONDS = 30.0
"""Somebody else may have changed a mapping, and a stack that is deployed anew has new ones."""
TRY_AGAIN_SECONDS = 5.0


@dataclass(frozen=True, kw_only=True)
class _Wish:
    receiving: bool
    concurrency: int

    @classmethod
    def of(cls, planned: LanePlan) -> "_Wish":
        return cls(receiving=planned.functions, concurrency=planned.concurrency)


class LaneMappings:
    """Asks Lambda only when the plan has changed, and now and then to be sure."""

    def __init__(self, mappings: Mappings, diary: Diary, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._mappings = mappings
        self._diary = diary
        self._monotonic = monotonic
        self._set: dict[Lane, _Wish] = {}
        self._due: dict[Lane, float] = {}
        self._outages: defaultdict[Lane, Outage] = defaultdict(lambda: Outage("mappings"))

    def follow(self, plan: Plan) -> None:
        """Makes the mappings as the plan says."""
        for lane, planned in plan.lanes.items():
            wish = _Wish.of(planned)
            due = self._monotonic() >= self._due.get(lane, 0.0)
            changed = lane in self._set and self._set[lane] != wish
            if due or changed:
                self._follow(lane, wish, planned)

    def _follow(self, lane: Lane, wish: _Wish, planned: LanePlan) -> None:
        try:
            changed = self._mappings.set(lane, receiving=wish.receiving, concurrency=wish.concurrency)
        except MappingsUnavailable as error:
            self._set.pop(lane, None)
            self._due[lane] = self._monotonic() + TRY_AGAIN_SECONDS
            self._outages[lane].begin(error)
            return
        self._outages[lane].end()
        self._due[lane] = self._monotonic() + LOOK_AGAIN_SECONDS
        if changed:
            self._note(lane, wish, planned)
        self._set[lane] = wish

    def _note(self, lane: Lane, wish: _Wish, planned: LanePlan) -> None:
        before = self._set.get(lane)
        if not wish.receiving:
            if before is None or before.receiving:
                reason = "Its workers receive alone." if planned.receiving else planned.reason
                self._diary.note(lane, "paused", reason)
        elif before and not before.receiving:
            self._diary.note(lane, "resumed", planned.reason)
        else:
            self._diary.note(lane, "concurrency", f"At most {wish.concurrency} at once. {planned.reason}")
