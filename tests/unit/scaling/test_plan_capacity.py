"""The manager's tick: what it shows, what it keeps, and what it does without ."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from esteira.core.errors import FlowUnavailable, NotFound, QueueUnavailable, TargetUnavailable
from esteira.core.queue.depth import QueueDepth
from esteira.core.queue.memory import MemoryQueueDepthReader
from esteira.scaling.config import LaneConfig
from esteira.scaling.explain_decision import explain_decision
from esteira.scaling.memory import MemoryDecisionLog, MemoryHeartbeatStore, MemoryHost, MemoryPlanCache
from esteira.scaling.plan import Plan, Rule
from esteira.scaling.plan_capacity import PlannerDeps, plan_capacity
from esteira.scaling.ports import Decision
from esteira.scaling.recording.memory import MemoryTickRecord
from esteira.scaling.recording.recorded_tick import AttemptTotals, RecordedTick

from tests.fixtures.clock import READ_AT, HandClock
from tests.fixtures.observations import beat, flow


class Gauge(MemoryQueueDepthReader):
    """A queue that may stop answering."""

    silent = False

    def read(self) -> QueueDepth:
        if self.silent:
            raise QueueUnavailable
        return super().read()


class Log(MemoryDecisionLog):
    """A log whose database may be away."""

    away = False
    asked = 0

    def record(self, plan: Plan) -> None:
        self._answer()
        super().record(plan)

    def latest(self, limit: int) -> Sequence[Decision]:
        self._answer()
        return super().latest(limit)

    def _answer(self) -> None:
        self.asked += 1
        if self.away:
            raise TargetUnavailable


class RedisAway(MemoryPlanCache):
    """A cache that cannot be reached."""

    def get(self) -> Plan | None:
        raise FlowUnavailable


class RecordAway(MemoryTickRecord):
    """A record that takes nothing, as in a Redis whose memory is full."""

    def append(self, tick: RecordedTick) -> None:  # noqa: ARG002 - the port's signature
        raise FlowUnavailable


class PlannerFixture:
    """A manager over stores in memory."""

    def __init__(self, plans: MemoryPlanCache | None = None, record: MemoryTickRecord | None = None) -> None:
        self.clock, self.log, self.record = HandClock(), Log(), record or MemoryTickRecord()
        self.orders, self.payments = Gauge(), Gauge()
        self.heartbeats, self.plans = MemoryHeartbeatStore(), plans or MemoryPlanCache()
        self.deps = PlannerDeps(
            depth_readers={"orders": self.orders, "payments": self.payments},
            heartbeats=self.heartbeats,
            host=MemoryHost(),
            plans=self.plans,
            log=self.log,
            record=self.record,
            clock=self.clock,
            retry_delay_seconds=10,
        )

    def tick(self, *, orders: int | None = None, paused: bool = False) -> Plan:
        """Two seconds later."""
        self.clock.forward(2)
        if orders is not None:
            self.orders.reading = QueueDepth(visible=orders, in_flight=3, delayed=5)
        return plan_capacity(self.deps, flow(orders=LaneConfig(weight=40, paused=paused)))


def test_the_plan_is_made_of_what_was_seen_and_put_into_the_cache() -> None:
    fixture = PlannerFixture()
    fixture.heartbeats.beat(beat("old", at=READ_AT - timedelta(minutes=1)))
    fixture.heartbeats.beat(beat("new", rate_per_second=200))

    plan = fixture.tick(orders=18_000)

    assert fixture.plans.get() == plan
    assert (plan.lanes["orders"].workers, plan.lanes["orders"].rate_per_second) == (2, 200)
    seen = plan.observation.lanes["orders"]
    assert (seen.backlog, seen.in_flight, [worker.name for worker in seen.workers]) == (18_000, 3, ["new"])


def test_a_plan_that_changes_nothing_is_not_kept() -> None:
    fixture = PlannerFixture()

    for backlog in (18_000, 18_000, 17_000, 18_000):
        fixture.tick(orders=backlog)

    assert [decision.plan.lanes["orders"].workers for decision in fixture.log.latest(10)] == [3]


def test_a_changed_number_a_rule_and_a_pause_are_kept() -> None:
    fixture = PlannerFixture()

    fixture.tick(orders=0)
    fixture.tick(orders=6_000)
    fixture.tick(orders=12_000)
    fixture.tick(paused=True)

    kept = [decision.plan.lanes["orders"] for decision in fixture.log.latest(10)][::-1]
    assert [(lane.workers, lane.rule, lane.receiving) for lane in kept] == [
        (1, Rule.MINIMUM, True),
        (1, Rule.NEED, True),
        (2, Rule.NEED, True),
        (1, Rule.PAUSED, False),
    ]


def test_a_queue_that_does_not_answer_leaves_its_lane_as_it_was() -> None:
    fixture = PlannerFixture()
    fixture.tick(orders=18_000)
    fixture.orders.silent = True

    plan = fixture.tick()

    assert (plan.lanes["orders"].workers, plan.lanes["orders"].rule) == (3, Rule.BLIND)
    assert plan.lanes["payments"].rule is Rule.MINIMUM


def test_while_the_target_is_away_plans_are_made_and_what_was_missed_is_kept_afterwards() -> None:
    fixture = PlannerFixture()
    fixture.tick(orders=0)
    fixture.log.away = True

    during = fixture.tick(orders=18_000)
    fixture.log.away = False
    after = fixture.tick()

    assert fixture.plans.get() == after
    assert fixture.log.latest(1)[0].plan == after
    assert during.lanes["orders"].workers == after.lanes["orders"].workers == 3


def test_a_target_that_stays_away_is_not_asked_at_every_tick() -> None:
    fixture = PlannerFixture()
    fixture.log.away = True

    for _ in range(20):
        fixture.tick(orders=18_000)

    assert fixture.log.asked < 10


def test_without_redis_there_is_no_plan() -> None:
    fixture = PlannerFixture(plans=RedisAway())

    with pytest.raises(FlowUnavailable):
        fixture.tick()


def test_where_redis_was_emptied_the_last_decision_is_the_plan_before() -> None:
    fixture = PlannerFixture()
    fixture.tick(orders=18_000)
    fixture.plans.plan = None

    plan = fixture.tick(orders=0)

    assert (plan.lanes["orders"].workers, plan.lanes["orders"].rule) == (3, Rule.COOL_DOWN)


def test_why_there_were_so_many_workers_then_has_an_answer() -> None:
    fixture = PlannerFixture()
    fixture.tick(orders=18_000)
    fixture.tick(paused=True)

    decision = explain_decision(fixture.log, READ_AT + timedelta(seconds=3))

    lane = decision.plan.lanes["orders"]
    assert (lane.workers, lane.rule) == (3, Rule.NEED)
    assert lane.reason.startswith("18,000 waiting ÷ (100.0/s of one worker")
    assert decision.plan.observation.lanes["orders"].backlog == 18_000


def test_before_the_first_decision_there_is_no_answer() -> None:
    with pytest.raises(NotFound, match="in force at 2026-07-01T12:00:00"):
        explain_decision(MemoryDecisionLog(), READ_AT)


def test_each_tick_is_recorded_with_what_it_was_made_from() -> None:
    fixture = PlannerFixture(record=MemoryTickRecord(totals={"orders": AttemptTotals(ended=9, failed=2)}))
    fixture.heartbeats.beat(beat("new", processed=5))
    fixture.tick(orders=700)
    fixture.heartbeats.beat(beat("new", processed=25))

    plan = fixture.tick(orders=600)

    last = fixture.record.ticks[-1]
    orders = last.lanes["orders"]
    assert (last.at, len(fixture.record.ticks)) == (plan.at, 2)
    assert (orders.visible, orders.in_flight, orders.ended, orders.worked) == (600, 3, 9, 20)
    assert orders.retry_seconds == 10


def test_a_tick_that_cannot_be_recorded_is_planned_and_kept_all_the_same() -> None:
    fixture = PlannerFixture(record=RecordAway())

    plan = fixture.tick(orders=6_000)

    assert fixture.plans.get() == plan
    assert [decision.plan for decision in fixture.log.latest(10)] == [plan]
