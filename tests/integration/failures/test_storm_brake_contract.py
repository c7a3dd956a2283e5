"""Contract of `StormBrake`: the one of a process and the one in Redis; and how what it counts is taken."""

from collections.abc import Iterator

import pytest
from esteira.core.reporting.memory import ProcessStormBrake
from esteira.core.reporting.ports import StormBrake
from esteira.core.reporting.redis import (
    ALL_MESSAGES_A_MINUTE,
    COUNTS,
    FINGERPRINTS_A_MINUTE,
    MESSAGES_A_MINUTE,
    MINUTES,
    RedisStormBrake,
)
from esteira.failures.redis import RedisErrorCounts
from pydantic import SecretStr
from redis import Redis

from tests.harness.redis import RedisServer

A, B = "00000000000000aa", "00000000000000bb"


@pytest.fixture
def redis(own_redis: RedisServer) -> Iterator[Redis]:
    with Redis.from_url(own_redis.url, decode_responses=True) as client:
        yield client


@pytest.fixture
def redis_brake(own_redis: RedisServer) -> RedisStormBrake:
    return RedisStormBrake(SecretStr(own_redis.url))


@pytest.fixture(params=["process", "redis"])
def brake(request: pytest.FixtureRequest) -> StormBrake:
    if request.param == "process":
        return ProcessStormBrake(seconds=lambda: 0)
    return request.getfixturevalue("redis_brake")  # type: ignore[no-any-return]


def counted(redis: Redis) -> dict[str, int]:
    totals: dict[str, int] = {}
    for minute in RedisErrorCounts(redis).minutes():
        for name, number in minute.counts.items():
            totals[name] = totals.get(name, 0) + number
    return totals


def test_a_few_messages_of_each_fingerprint_pass(brake: StormBrake) -> None:
    admitted = brake.admit({A: 2, B: 10_000})

    assert {name: one.messages for name, one in admitted.items()} == {A: 2, B: MESSAGES_A_MINUTE}


def test_more_kinds_of_errors_than_are_told_apart_pass_no_message(brake: StormBrake) -> None:
    names = [f"{number:016x}" for number in range(FINGERPRINTS_A_MINUTE + 5)]

    admitted = brake.admit(dict.fromkeys(names, 1))

    assert [admitted[name].messages for name in names[-5:]] == [0] * 5


def test_all_processes_share_one_brake(own_redis: RedisServer, redis: Redis) -> None:
    brakes = [RedisStormBrake(SecretStr(own_redis.url)) for _ in range(4)]

    passed = sum(brake.admit({A: 100})[A].messages for _ in range(25) for brake in brakes)

    # A test that lasts over the turn of a minute may see two of them.
    assert passed in {MESSAGES_A_MINUTE, 2 * MESSAGES_A_MINUTE}
    assert counted(redis) == {A: 10_000}


def test_all_kinds_together_pass_a_limited_number_of_messages(redis_brake: RedisStormBrake, redis: Redis) -> None:
    admitted = redis_brake.admit({f"{number:016x}": MESSAGES_A_MINUTE for number in range(100)})

    assert sum(one.messages for one in admitted.values()) == ALL_MESSAGES_A_MINUTE
    assert sum(counted(redis).values()) == 100 * MESSAGES_A_MINUTE


def test_a_minute_that_is_over_is_forgotten_and_the_current_one_is_not_over(
    redis_brake: RedisStormBrake, redis: Redis
) -> None:
    redis_brake.admit({A: 3})
    counts = RedisErrorCounts(redis)
    redis.hset(f"{COUNTS}:7", A, 11)
    redis.sadd(MINUTES, 7)

    past, *current = counts.minutes()
    counts.forget([past.minute])

    assert (past.minute, past.counts, past.is_over) == (7, {A: 11}, True)
    assert sum(counted(redis).values()) == 3
    assert not current[-1].is_over
