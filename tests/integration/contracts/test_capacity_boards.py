"""Where the plan is shown and workers beat: one contract, kept in memory and in Redis."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from esteira.adapters.memory.capacity import MemoryHeartbeatBoard, MemoryPlanBoard
from esteira.adapters.redis.capacity_boards import DRAINING, PLAN, WORKERS, RedisHeartbeatBoard, RedisPlanBoard
from esteira.adapters.redis.cursors import connect
from esteira.domain.flow.make_plan import make_plan
from esteira.errors import FlowUnavailable
from esteira.use_cases.ports.flow import HeartbeatBoard, PlanBoard
from pydantic import SecretStr
from redis import Redis

from tests.making import READ_AT
from tests.services.ports import free_port
from tests.unit.flow.observing import beat, flow, seen

KEYS = (PLAN, WORKERS, DRAINING)


@pytest.fixture
def client(redis_url: str) -> Iterator[Redis]:
    with connect(SecretStr(redis_url)) as client:
        client.delete(*KEYS)
        yield client
        client.delete(*KEYS)


@pytest.fixture(params=["memory", "redis"])
def plans(request: pytest.FixtureRequest) -> PlanBoard:
    return MemoryPlanBoard() if request.param == "memory" else RedisPlanBoard(request.getfixturevalue("client"))


@pytest.fixture(params=["memory", "redis"])
def workers(request: pytest.FixtureRequest) -> HeartbeatBoard:
    if request.param == "memory":
        return MemoryHeartbeatBoard()
    return RedisHeartbeatBoard(request.getfixturevalue("client"))


def test_there_is_no_plan_before_the_first(plans: PlanBoard) -> None:
    assert plans.get() is None


def test_the_last_plan_is_shown_as_it_was_made(plans: PlanBoard) -> None:
    first = make_plan(flow(), seen(18_000, None, workers=[beat()]), None)
    second = make_plan(flow(), seen(0, 7, after_seconds=2.5), first)

    plans.put(first)
    plans.put(second)

    assert plans.get() == second


def test_the_last_beat_of_every_worker_is_kept_by_name(workers: HeartbeatBoard) -> None:
    later = beat("b", at=READ_AT + timedelta(seconds=2), in_hand=3)

    for heartbeat in (beat("b"), beat("c", lane="payments"), beat("a"), later):
        workers.beat(heartbeat)

    assert workers.beats() == [beat("a"), later, beat("c", lane="payments")]


def test_a_worker_is_told_to_drain_once_and_stays_told(workers: HeartbeatBoard) -> None:
    workers.ask_to_drain("a")
    workers.ask_to_drain("a")
    workers.beat(beat("a"))

    assert [workers.is_asked_to_drain(name) for name in ("a", "b")] == [True, False]


def test_a_worker_is_forgotten_with_all_that_it_was_told(workers: HeartbeatBoard) -> None:
    for name in ("a", "b"):
        workers.beat(beat(name))
        workers.ask_to_drain(name)

    workers.forget("a")
    workers.forget("a")

    assert [heartbeat.name for heartbeat in workers.beats()] == ["b"]
    assert [workers.is_asked_to_drain(name) for name in ("a", "b")] == [False, True]


def test_what_another_release_wrote_is_left_out(client: Redis) -> None:
    plans, workers = RedisPlanBoard(client), RedisHeartbeatBoard(client)
    client.set(PLAN, '{"unheard": "of"}')
    client.hset(WORKERS, "odd", "{}")

    workers.beat(beat("a"))

    assert plans.get() is None
    assert [heartbeat.name for heartbeat in workers.beats()] == ["a"]


def test_an_unreachable_redis_is_named_by_its_setting() -> None:
    client = connect(SecretStr(f"redis://127.0.0.1:{free_port()}/0"))

    with pytest.raises(FlowUnavailable, match="ESTEIRA_REDIS_URL"):
        RedisPlanBoard(client).get()
    with pytest.raises(FlowUnavailable, match="ESTEIRA_REDIS_URL"):
        RedisHeartbeatBoard(client).forget("a")
