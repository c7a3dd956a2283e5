"""A pass of the scaler carries out what was decided, and an outage ends nobody."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from esteira.core.errors import FlowUnavailable, MappingsUnavailable, TargetUnavailable
from esteira.core.names import Lane
from esteira.scaling.config import LaneConfig
from esteira.scaling.memory import MemoryConfigCache, MemoryDecisionLog, MemoryHeartbeatStore, MemoryPlanCache
from esteira.scaling.observation import Heartbeat
from esteira.scaling.plan import Plan
from esteira.scaling.ports import ScalingEvent
from esteira.scaling.worker_state import OwnProcess

from bridge.scaler.event_log import ScalingEventLog
from bridge.scaler.lane_mappings import LaneMappings
from bridge.scaler.process_workers import ProcessWorkers
from bridge.scaler.scaler import Scaler, ScalerStores
from tests.fixtures.clock import READ_AT, HandClock
from tests.fixtures.observations import beat, flow
from tests.unit.bridge.planned import plan_for


@dataclass
class MemoryDriver:
    """Workers that are names. `stubborn` ones do not end when they are told to."""

    alive: dict[str, Lane] = field(default_factory=dict)
    gone: dict[str, Lane] = field(default_factory=dict)
    stubborn: bool = False
    calls: list[str] = field(default_factory=list)
    started: int = 0

    def processes(self, beats: Sequence[Heartbeat]) -> Sequence[OwnProcess]:  # noqa: ARG002 - the port has it
        return [
            OwnProcess(name=name, lane=lane, pid=1, alive=name in self.alive, started_at=READ_AT)
            for name, lane in (self.alive | self.gone).items()
        ]

    def start(self, lane: Lane) -> str:
        self.started += 1
        name = f"{lane}-{self.started}@here"
        self.alive[name] = lane
        return name

    def terminate(self, name: str) -> None:
        self.calls.append(f"terminate {name}")
        if not self.stubborn:
            self.kill(name)

    def kill(self, name: str) -> None:
        if name in self.alive:
            self.gone[name] = self.alive.pop(name)
            self.calls.append(f"gone {name}")

    def forget(self, name: str) -> None:
        del self.gone[name]


@dataclass
class MemoryMappings:
    """What was set last, by lane. `away`: Lambda does not answer."""

    receiving: dict[Lane, bool] = field(default_factory=dict)
    calls: int = 0
    away: bool = False

    def set(self, lane: Lane, *, receiving: bool, concurrency: int) -> bool:  # noqa: ARG002 - the port has it
        self.calls += 1
        if self.away:
            raise MappingsUnavailable
        changed = self.receiving.get(lane, True) != receiving
        self.receiving[lane] = receiving
        return changed


class LosableLog(MemoryDecisionLog):
    """A decision log whose database may be away."""

    away = False

    def record_event(self, event: ScalingEvent) -> None:
        if self.away:
            raise TargetUnavailable
        super().record_event(event)


class LosablePlans(MemoryPlanCache):
    """A cache whose Redis may be away."""

    away = False

    def get(self) -> Plan | None:
        if self.away:
            raise FlowUnavailable
        return super().get()


class LosableHeartbeats(MemoryHeartbeatStore):
    """Heartbeats that can be read, and not always written."""

    read_only = False

    def check_writable(self) -> None:
        if self.read_only:
            raise FlowUnavailable


class ScalerFixture:
    """A scaler over in-memory stores."""

    def __init__(self) -> None:
        self.clock = HandClock()
        self.driver = MemoryDriver()
        self.plans = LosablePlans(plan=plan_for())
        self.log = LosableLog()
        self.mappings = MemoryMappings()
        events = ScalingEventLog(self.log, self.clock)
        self.heartbeats = LosableHeartbeats()
        self.config = MemoryConfigCache()
        stores = ScalerStores(plans=self.plans, heartbeats=self.heartbeats, config=self.config)
        lanes = LaneMappings(self.mappings, events, monotonic=lambda: self.clock().timestamp())
        workers = ProcessWorkers(stores, self.driver, events, self.clock)
        self.scaler = Scaler(stores, workers, lanes, events)

    def pass_once(self) -> None:
        self.scaler.pass_once()
        self.clock.forward(1)

    @property
    def told(self) -> list[tuple[str, str]]:
        """Lane and action of the events in the log."""
        return [(event.lane, event.action) for event in self.log.scaling_events]


def at_once(condition: Callable[[], bool]) -> bool:
    """A wait that does not wait."""
    return condition()


def test_the_plan_is_made_true_and_told() -> None:
    fixture = ScalerFixture()

    fixture.pass_once()

    assert sorted(fixture.driver.alive.values()) == ["orders", "payments"]
    assert fixture.told == [("orders", "started"), ("payments", "started")]


def test_a_second_pass_over_the_same_changes_nothing() -> None:
    fixture = ScalerFixture()

    for _ in range(3):
        fixture.pass_once()

    assert (fixture.driver.started, fixture.mappings.calls) == (2, 2)


def test_a_worker_whose_process_is_gone_is_replaced() -> None:
    fixture = ScalerFixture()
    fixture.pass_once()
    fixture.driver.kill("orders-1@here")

    fixture.pass_once()
    fixture.clock.forward(10)
    fixture.pass_once()

    assert "orders" in fixture.driver.alive.values()
    assert fixture.driver.gone == {}


def test_while_redis_is_away_what_runs_goes_on(capfd: object) -> None:
    fixture = ScalerFixture()
    fixture.pass_once()
    fixture.plans.away = True

    for _ in range(90):
        fixture.pass_once()

    assert len(fixture.driver.alive) == 2
    assert fixture.driver.calls == []


def test_when_no_heartbeat_can_be_written_nobody_is_silent_and_nobody_is_started() -> None:
    fixture = ScalerFixture()
    fixture.pass_once()
    fixture.heartbeats.beat(beat("orders-1@here", at=fixture.clock()))
    fixture.heartbeats.read_only = True
    fixture.plans.plan = plan_for(orders=LaneConfig(weight=40, min_workers=3))

    for _ in range(90):
        fixture.pass_once()

    assert fixture.driver.started == 2
    assert fixture.driver.calls == []


@pytest.mark.parametrize(("seconds", "ended"), [(14, 0), (17, 1)])
def test_after_an_outage_a_worker_has_the_usual_time_for_its_first_heartbeat(seconds: int, ended: int) -> None:
    fixture = ScalerFixture()
    fixture.pass_once()
    fixture.heartbeats.beat(beat("orders-1@here", at=fixture.clock()))
    fixture.heartbeats.read_only = True
    for _ in range(90):
        fixture.pass_once()
    fixture.heartbeats.read_only = False

    for _ in range(seconds):
        fixture.heartbeats.beat(beat("payments-2@here", lane="payments", at=fixture.clock()))
        fixture.pass_once()

    assert fixture.driver.calls.count("terminate orders-1@here") == ended
    assert "terminate payments-2@here" not in fixture.driver.calls


def test_while_the_target_is_away_events_wait_in_their_order() -> None:
    fixture = ScalerFixture()
    fixture.log.away = True
    fixture.pass_once()
    before = list(fixture.told)
    fixture.log.away = False

    fixture.pass_once()

    assert before == []
    assert fixture.told == [("orders", "started"), ("payments", "started")]


def test_a_pause_reaches_lambda_at_the_next_pass_and_is_told() -> None:
    fixture = ScalerFixture()
    fixture.pass_once()
    for paused in (True, False):
        fixture.plans.plan = plan_for(orders=LaneConfig(weight=40, paused=paused))
        fixture.pass_once()

    assert fixture.mappings.receiving == {"orders": True, "payments": True}
    assert fixture.told[-2:] == [("orders", "paused"), ("orders", "resumed")]


@pytest.mark.parametrize("stopped", [{"paused": True}, {"functions": False}])
def test_a_plan_that_is_older_than_a_stop_lets_no_function_receive(stopped: dict[str, bool]) -> None:
    fixture = ScalerFixture()
    fixture.plans.plan = plan_for(orders=LaneConfig(weight=40, paused=True))
    fixture.pass_once()
    older = plan_for()
    fixture.plans.plan = older
    newer = flow(orders=LaneConfig(weight=40, **stopped))
    fixture.config.put(newer.model_copy(update={"version": older.version + 1}))

    fixture.pass_once()

    assert fixture.mappings.receiving == {"orders": False, "payments": True}


def test_a_lane_can_be_left_to_its_workers_alone() -> None:
    fixture = ScalerFixture()
    fixture.pass_once()

    fixture.plans.plan = plan_for(orders=LaneConfig(weight=40, functions=False))
    fixture.pass_once()

    assert fixture.mappings.receiving == {"orders": False, "payments": True}
    assert sorted(fixture.driver.alive.values()) == ["orders", "payments"]


def test_lambda_is_asked_again_soon_after_it_was_away_and_now_and_then_otherwise() -> None:
    fixture = ScalerFixture()
    fixture.mappings.away = True
    calls = []
    for seconds in (0, 3, 2, 0, 31):
        fixture.clock.now += timedelta(seconds=seconds)
        fixture.pass_once()
        fixture.mappings.away = False
        calls.append(fixture.mappings.calls)

    assert calls == [2, 2, 4, 4, 6]


def test_told_to_end_it_ends_its_workers_gently() -> None:
    fixture = ScalerFixture()
    fixture.pass_once()

    fixture.scaler.end(at_once)

    assert fixture.driver.alive == {}
    assert fixture.told[-2:] == [("orders", "terminated"), ("payments", "terminated")]


def test_workers_that_do_not_end_in_time_are_killed() -> None:
    fixture = ScalerFixture()
    fixture.driver.stubborn = True
    fixture.pass_once()

    fixture.scaler.end(at_once)

    assert fixture.driver.alive == {}
    assert fixture.told[-2:] == [("orders", "killed"), ("payments", "killed")]
