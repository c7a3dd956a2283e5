"""Observations, heartbeats and configurations for tests, and Hypothesis' strategies for them."""

from datetime import datetime, timedelta
from typing import Any

from esteira.domain.flow.config import LANES, ConfigVersion, LaneConfig, ScalingConfig
from esteira.domain.flow.observation import Heartbeat, HostUsage, LaneObservation, Observation, WorkerState
from esteira.domain.names import Lane
from hypothesis import strategies as st

from tests.making import READ_AT

CALM = HostUsage(cpu_percent=20, memory_percent=30)


def flow(*, orders: LaneConfig | None = None, payments: LaneConfig | None = None, **rest: Any) -> ConfigVersion:
    """A version of the default configuration with these changes."""
    lanes: dict[Lane, LaneConfig] = {
        "orders": orders or LaneConfig(weight=40),
        "payments": payments or LaneConfig(weight=60),
    }
    return ConfigVersion(version=1, configuration=ScalingConfig(lanes=lanes, **rest))


def beat(
    name: str = "orders-1@here",
    *,
    lane: Lane = "orders",
    state: WorkerState = WorkerState.IDLE,
    at: datetime = READ_AT,
    **rest: Any,
) -> Heartbeat:
    """A worker's heartbeat."""
    started_at = rest.pop("started_at", READ_AT - timedelta(minutes=10))
    return Heartbeat(name=name, lane=lane, host="here", pid=7, state=state, started_at=started_at, at=at, **rest)


def busy(count: int, *, lane: Lane = "orders", rate: float = 100) -> list[Heartbeat]:
    """Workers that hold messages."""
    return [
        beat(f"{lane}-{number}@here", lane=lane, state=WorkerState.BUSY, in_hand=10, rate_per_second=rate)
        for number in range(count)
    ]


def seen(
    orders: int | None = 0,
    payments: int | None = 0,
    *,
    after_seconds: float = 0,
    host: HostUsage = CALM,
    workers: list[Heartbeat] | None = None,
) -> Observation:
    """What the manager observes, `after_seconds` after noon."""
    backlogs: dict[Lane, int | None] = {"orders": orders, "payments": payments}
    return Observation(
        at=READ_AT + timedelta(seconds=after_seconds),
        lanes={lane: _lane(lane, backlog, workers or []) for lane, backlog in backlogs.items()},
        host=host,
    )


def _lane(lane: Lane, backlog: int | None, workers: list[Heartbeat]) -> LaneObservation:
    return LaneObservation(backlog=backlog, workers=[worker for worker in workers if worker.lane == lane])


@st.composite
def lane_flows(draw: st.DrawFn, weight: int) -> LaneConfig:
    """Any valid configuration of a lane."""
    least = draw(st.integers(0, 5))
    return LaneConfig(
        weight=weight,
        min_workers=least,
        max_workers=least + draw(st.integers(0, 12)),
        target_seconds=draw(st.sampled_from([1.0, 10.0, 60.0, 600.0])),
        max_concurrency=draw(st.integers(2, 20)),
        paused=draw(st.booleans()),
    )


@st.composite
def flows(draw: st.DrawFn) -> ConfigVersion:
    """Any valid configuration, also with paused lanes."""
    weight = draw(st.integers(0, 100))
    return flow(
        orders=draw(lane_flows(weight)),
        payments=draw(lane_flows(100 - weight)),
        max_total_workers=draw(st.integers(0, 20)),
        cool_down_seconds=draw(st.sampled_from([0.0, 30.0, 300.0])),
    )


@st.composite
def observations(draw: st.DrawFn, after_seconds: int = 0) -> Observation:
    """Any observation."""
    backlogs = st.none() | st.integers(0, 100_000)
    workers = [worker for lane in LANES for worker in draw(lane_workers(lane))]
    host = HostUsage(cpu_percent=draw(st.floats(0, 100)), memory_percent=draw(st.floats(0, 100)))
    return seen(draw(backlogs), draw(backlogs), after_seconds=after_seconds, host=host, workers=workers)


@st.composite
def lane_workers(draw: st.DrawFn, lane: Lane) -> list[Heartbeat]:
    """Some workers of a lane, in any state."""
    return [
        beat(
            f"{lane}-{number}@here",
            lane=lane,
            state=draw(st.sampled_from(WorkerState)),
            in_hand=draw(st.integers(0, 10)),
            rate_per_second=draw(st.sampled_from([0.0, 0.5, 20.0, 100.0, 777.7])),
        )
        for number in range(draw(st.integers(0, 5)))
    ]
