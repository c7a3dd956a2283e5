"""Probes of the bridge's programs: not whether a process runs, but whether its work gets done."""

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from esteira.core.clock import utc_now
from esteira.scaling.memory import MemoryHeartbeatStore, MemoryPlanCache
from esteira.scaling.observation import MISSING_AFTER, Heartbeat
from pydantic import SecretStr

from bridge.health import (
    FRESH_FOR,
    MOST_WAITING,
    SCALER_ALIVE,
    main,
    plan_is_fresh,
    scaler_passes,
    tasks_are_taken,
    worker_beats,
    workers_beat,
)
from bridge.queues import JOBS, RECOVERY
from tests.fixtures.clock import READ_AT
from tests.fixtures.heartbeats import beat, plan
from tests.harness.ports import free_port
from tests.unit.bridge.planned import settings


@pytest.mark.parametrize(("age", "fresh"), [(FRESH_FOR, True), (FRESH_FOR + timedelta(seconds=1), False)])
def test_a_plan_is_fresh_for_a_while(age: timedelta, *, fresh: bool) -> None:
    plans = MemoryPlanCache()
    plans.put(plan(at=READ_AT))

    assert plan_is_fresh(plans, READ_AT + age) is fresh


def test_without_a_plan_nothing_is_healthy() -> None:
    assert not plan_is_fresh(MemoryPlanCache(), READ_AT)
    assert not workers_beat(MemoryPlanCache(), MemoryHeartbeatStore(), READ_AT)


@pytest.mark.parametrize(
    ("beats", "well"),
    [
        ([beat("one")], True),
        ([beat("one", at=READ_AT - MISSING_AFTER * 2)], False),
        ([beat("one", lane="payments")], False),
        ([], False),
    ],
    ids=["one beats", "it is missing", "another lane's", "none"],
)
def test_a_lane_with_planned_workers_needs_a_recent_heartbeat(beats: Sequence[Heartbeat], *, well: bool) -> None:
    plans, board = MemoryPlanCache(), MemoryHeartbeatStore()
    plans.put(plan(at=READ_AT))
    for one in beats:
        board.beat(one)

    assert workers_beat(plans, board, READ_AT) is well


@pytest.mark.parametrize("queue", [RECOVERY, JOBS])
@pytest.mark.parametrize(("more", "well"), [(-1, True), (0, True), (1, False)])
def test_a_worker_without_a_heartbeat_is_healthy_while_its_tasks_are_taken(
    queue: str, more: int, *, well: bool
) -> None:
    assert tasks_are_taken(queue, MOST_WAITING[queue] + more) is well


@pytest.mark.parametrize(
    ("host", "age", "well"),
    [("here", timedelta(0), True), ("here", MISSING_AFTER * 2, False), ("elsewhere", timedelta(0), False)],
)
def test_a_worker_is_well_while_its_host_has_a_recent_heartbeat(host: str, age: timedelta, *, well: bool) -> None:
    beats = MemoryHeartbeatStore()
    beats.beat(beat("one", at=READ_AT - age))

    assert worker_beats(beats, host, READ_AT) is well


def test_the_scaler_is_well_while_it_makes_passes(tmp_path: Path) -> None:
    chosen = settings(worker_logs=tmp_path)
    before = scaler_passes(chosen, utc_now())
    (tmp_path / SCALER_ALIVE).touch()

    assert [before, scaler_passes(chosen, utc_now())] == [False, True]
    assert not scaler_passes(chosen, utc_now() + FRESH_FOR * 2)


@pytest.mark.parametrize("question", ["plan", "worker", "recovery"])
def test_nothing_is_restarted_because_redis_is_away(question: str, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = settings(redis_url=f"redis://127.0.0.1:{free_port()}/0")
    for name, value in chosen.model_dump(include=chosen.model_fields_set).items():
        monkeypatch.setenv(f"ESTEIRA_{name.upper()}", as_text(value))

    assert main(question) == 0


def as_text(value: object) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    return value if isinstance(value, str) else json.dumps(value, default=as_text)
