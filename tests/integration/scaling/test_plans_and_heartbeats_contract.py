"""The stores of the plan and of the heartbeats: one contract, kept in memory and in Redis."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from esteira.core.errors import FlowUnavailable
from esteira.core.redis import redis_client
from esteira.scaling.make_plan import make_plan
from esteira.scaling.memory import MemoryHeartbeatStore, MemoryPlanCache
from esteira.scaling.ports import HeartbeatStore, PlanCache
from esteira.scaling.redis import DRAINING, PLAN, USAGE, WORKERS, RedisHeartbeatStore, RedisPlanCache
from pydantic import SecretStr
from redis import Redis

from tests.fixtures.clock import READ_AT
from tests.fixtures.observations import beat, flow, seen
from tests.harness.ports import free_port

KEYS = (PLAN, WORKERS, DRAINING, *(f"{USAGE}{name}" for name in "abc"))


@pytest.fixture
def client(redis_url: str) -> Iterator[Redis]:
    with redis_client(SecretStr(redis_url)) as client:
        client.delete(*KEYS)
        yield client
        client.delete(*KEYS)


@pytest.fixture(params=["memory", "redis"])
def plans(request: pytest.FixtureRequest) -> PlanCache:
    return MemoryPlanCache() if request.param == "memory" else RedisPlanCache(request.getfixturevalue("client"))


@pytest.fixture(params=["memory", "redis"])
def heartbeats(request: pytest.FixtureRequest) -> HeartbeatStore:
    if request.param == "memory":
        return MemoryHeartbeatStore()
    return RedisHeartbeatStore(request.getfixturevalue("client"))


def test_there_is_no_plan_before_the_first(plans: PlanCache) -> None:
    assert plans.get() is None


def test_the_last_plan_is_shown_as_it_was_made(plans: PlanCache) -> None:
    first = make_plan(flow(), seen(18_000, None, workers=[beat()]), None)
    second = make_plan(flow(), seen(0, 7, after_seconds=2.5), first)

    plans.put(first)
    plans.put(second)

    assert plans.get() == second


def test_the_last_beat_of_every_worker_is_kept_by_name(heartbeats: HeartbeatStore) -> None:
    later = beat("b", at=READ_AT + timedelta(seconds=2), in_hand=3)

    for heartbeat in (beat("b"), beat("c", lane="payments"), beat("a"), later):
        heartbeats.beat(heartbeat)

    assert heartbeats.beats() == [beat("a"), later, beat("c", lane="payments")]


def test_what_a_worker_used_is_kept_for_five_minutes_and_until_it_is_forgotten(heartbeats: HeartbeatStore) -> None:
    for seconds in (0, 2, 301, 303):
        heartbeats.beat(beat("a", at=READ_AT + timedelta(seconds=seconds), cpu_percent=seconds))
    heartbeats.beat(beat("b", memory_mib=220))
    heartbeats.forget("b")

    used = heartbeats.usage(["a", "b"])

    assert [usage.cpu_percent for usage in used["a"]] == [301, 303]
    assert used["b"] == []


def test_what_a_worker_used_is_bounded(heartbeats: HeartbeatStore) -> None:
    for tenths in range(310):
        heartbeats.beat(beat("a", at=READ_AT + timedelta(seconds=tenths / 10), in_hand=tenths))

    used = heartbeats.usage(["a"])["a"]

    assert len(used) == 300
    assert used[-1].at == READ_AT + timedelta(seconds=30.9)


def test_a_worker_is_told_to_drain_once_and_stays_told(heartbeats: HeartbeatStore) -> None:
    heartbeats.ask_to_drain("a")
    heartbeats.ask_to_drain("a")
    heartbeats.beat(beat("a"))

    assert [heartbeats.is_asked_to_drain(name) for name in ("a", "b")] == [True, False]


def test_a_worker_is_forgotten_with_all_that_it_was_told(heartbeats: HeartbeatStore) -> None:
    for name in ("a", "b"):
        heartbeats.beat(beat(name))
        heartbeats.ask_to_drain(name)

    heartbeats.forget("a")
    heartbeats.forget("a")

    assert [heartbeat.name for heartbeat in heartbeats.beats()] == ["b"]
    assert [heartbeats.is_asked_to_drain(name) for name in ("a", "b")] == [False, True]


def test_what_another_release_wrote_is_left_out(client: Redis) -> None:
    plans, heartbeats = RedisPlanCache(client), RedisHeartbeatStore(client)
    client.set(PLAN, '{"unheard": "of"}')
    client.hset(WORKERS, "odd", "{}")

    heartbeats.beat(beat("a"))

    assert plans.get() is None
    assert [heartbeat.name for heartbeat in heartbeats.beats()] == ["a"]


def test_what_a_silent_worker_used_expires_by_itself(client: Redis) -> None:
    RedisHeartbeatStore(client).beat(beat("a"))

    assert 0 < client.ttl(f"{USAGE}a") <= 300


def test_a_redis_that_is_away_is_called_by_its_setting() -> None:
    client = redis_client(SecretStr(f"redis://127.0.0.1:{free_port()}/0"))

    with pytest.raises(FlowUnavailable, match="ESTEIRA_REDIS_URL"):
        RedisPlanCache(client).get()
    with pytest.raises(FlowUnavailable, match="ESTEIRA_REDIS_URL"):
        RedisHeartbeatStore(client).forget("a")
