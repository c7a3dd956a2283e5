"""What a load led to, or would have led to: waiting, worker minutes, changes, and the rules that decided."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from esteira.core.names import Lane
from esteira.scaling.plan import Rule
from esteira.scaling.what_if.waiting import Waiting


@dataclass(frozen=True, kw_only=True)
class LaneOutcome:
    """One lane: waiting, worker minutes, changes of its planned number, what each rule decided, and what is left."""

    waiting: Waiting
    worker_minutes: float
    changes: int
    rules: Mapping[Rule, int]
    """Ticks by the rule that decided, of those at which messages waited; of all where none ever did."""
    left: int
    """Messages that still wait at the end. They are not part of the quantiles of `waiting`, only of its mean."""

    @property
    def binding_rule(self) -> Rule | None:
        """The rule that decided most ticks; None without ticks."""
        return most_often(self.rules)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """All lanes, and all together."""

    lanes: Mapping[Lane, LaneOutcome]
    waiting: Waiting

    @property
    def worker_minutes(self) -> float:
        """Of all lanes."""
        return sum(lane.worker_minutes for lane in self.lanes.values())

    @property
    def changes(self) -> int:
        """Of all lanes."""
        return sum(lane.changes for lane in self.lanes.values())

    @property
    def left(self) -> int:
        """Of all lanes."""
        return sum(lane.left for lane in self.lanes.values())

    @property
    def binding_rule(self) -> Rule | None:
        """The rule that decided most ticks, over the lanes that had messages, or over all if none had.

        None for a load without ticks.
        """
        loaded = [lane for lane in self.lanes.values() if lane.waiting.messages or lane.left]
        counted = loaded or self.lanes.values()
        return most_often(sum((Counter(lane.rules) for lane in counted), Counter[Rule]()))


def most_often(ticks: Mapping[Rule, int]) -> Rule | None:
    """Return the rule with most ticks; of equal ones the last by name, so that the answer is always the same."""
    return max(ticks, key=lambda rule: (ticks[rule], rule), default=None)
