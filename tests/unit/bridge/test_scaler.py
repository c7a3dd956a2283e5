"""A pass of the scaler carries out what was decided, and an outage ends nobody."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from esteira.adapters.memory.flow_versions import MemoryFlowBoard
from esteira.adapters.memory.scaling import MemoryDecisionLog, MemoryHeartbeatBoard, MemoryPlanBoard
from esteira.domain.flow.actions import OwnProcess
from esteira.domain.flow.config import LaneFlow
from esteira.domain.flow.observation import Heartbeat
from esteira.domain.flow.plan import Plan
from esteira.domain.names import Lane
from esteira.errors import FlowUnavailable, MappingsUnavailable, TargetUnavailable
from esteira.use_cases.ports.scaling import ScalingEvent

from bridge.scaler.event_log import Diary
from bridge.scaler.lane_mappings import LaneMappings
from bridge.scaler.scaler import Boards, Scaler
from tests.making import READ_AT, HandClock
from tests.unit.bridge.planned import plan_for


@dataclass
class ToyDriver:
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
class ToyMappings:
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

    def note(self, event: ScalingEvent) -> None:
        if self.away:
            raise TargetUnavailable
        super().note(event)


class LosablePlans(MemoryPlanBoard):
    """A board whose Redis may be away."""

    away = False

    def get(self) -> Plan | None:
        if self.away:
            raise FlowUnavailable
        return super().get()


class Bench:
    """A scaler among twins."""

    def __init__(self) -> None:
        self.clock = HandClock()
        self.driver = ToyDriver()
        self.plans = LosablePlans(plan=plan_for())
        self.log = LosableLog()
        self.mappings = ToyMappings()
        diary = Diary(self.log, self.clock)
        boards = Boards(plans=self.plans, workers=MemoryHeartbeatBoard(), flow=MemoryFlowBoard())
        lanes = LaneMappings(self.mappings, diary, monotonic=lambda: self.clock().timestamp())
        self.scaler = Scaler(boards, self.driver, lanes, diary, self.clock)

    def pass_once(self) -> None:
        self.scaler.pass_once()
        self.clock.forward(1)

    @property
    def told(self) -> list[tuple[str, str]]:
        """Lane and action of the events in the log."""
        return [(event.lane, event.action) for event in self.log.done]


def at_once(condition: Callable[[], bool]) -> bool:
    """A wait that does not wait."""
    return condition()


def test_the_plan_is_made_true_and_told() -> None:
    bench = Bench()

    bench.pass_once()

    assert sorted(bench.driver.alive.values()) == ["orders", "payments"]
    assert bench.told == [("orders", "started"), ("payments", "started")]


def test_a_second_pass_over_the_same_changes_nothing() -> None:
    bench = Bench()

    for _ in range(3):
        bench.pass_once()

    assert (bench.driver.started, bench.mappings.calls) == (2, 2)


def test_a_worker_whose_process_is_gone_is_replaced() -> None:
    bench = Bench()
    bench.pass_once()
    bench.driver.kill("orders-1@here")

    bench.pass_once()
    bench.clock.forward(10)
    bench.pass_once()

    assert "orders" in bench.driver.alive.values()
    assert bench.driver.gone == {}


def test_while_redis_is_away_what_runs_goes_on(capfd: object) -> None:
    bench = Bench()
    bench.pass_once()
    bench.plans.away = True

    for _ in range(90):
        bench.pass_once()

    assert len(bench.driver.alive) == 2
    assert bench.driver.calls == []


def test_while_the_target_is_away_events_wait_in_their_order() -> None:
    bench = Bench()
    bench.log.away = True
    bench.pass_once()
    before = list(bench.told)
    bench.log.away = False

    bench.pass_once()

    assert before == []
    assert bench.told == [("orders", "started"), ("payments", "started")]


def test_a_pause_reaches_lambda_at_the_next_pass_and_is_told() -> None:
    bench = Bench()
    bench.pass_once()
    for paused in (True, False):
        bench.plans.plan = plan_for(orders=LaneFlow(weight=40, paused=paused))
        bench.pass_once()

    assert bench.mappings.receiving == {"orders": True, "payments": True}
    assert bench.told[-2:] == [("orders", "paused"), ("orders", "resumed")]


def test_a_lane_can_be_left_to_its_workers_alone() -> None:
    bench = Bench()
    bench.pass_once()

    bench.plans.plan = plan_for(orders=LaneFlow(weight=40, functions=False))
    bench.pass_once()

    assert bench.mappings.receiving == {"orders": False, "payments": True}
    assert sorted(bench.driver.alive.values()) == ["orders", "payments"]


def test_lambda_is_asked_again_soon_after_it_was_away_and_now_and_then_otherwise() -> None:
    bench = Bench()
    bench.mappings.away = True
    calls = []
    for seconds in (0, 3, 2, 0, 31):
        bench.clock.now += timedelta(seconds=seconds)
        bench.pass_once()
        bench.mappings.away = False
        calls.append(bench.mappings.calls)

    assert calls == [2, 2, 4, 4, 6]


def test_told_to_end_it_ends_its_workers_gently() -> None:
    bench = Bench()
    bench.pass_once()

    bench.scaler.end(at_once)

    assert bench.driver.alive == {}
    assert bench.told[-2:] == [("orders", "terminated"), ("payments", "terminated")]


def test_workers_that_do_not_end_in_time_are_killed() -> None:
    bench = Bench()
    bench.driver.stubborn = True
    bench.pass_once()

    bench.scaler.end(at_once)

    assert bench.driver.alive == {}
    assert bench.told[-2:] == [("orders", "killed"), ("payments", "killed")]
