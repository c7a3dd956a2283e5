"""Turns to ask a provider: one contract, kept in memory and in Redis, and the pace by the times of Redis."""

import time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from esteira.core.errors import TurnsUnavailable
from esteira.core.redis import redis_client
from esteira.lookups.memory import MemoryTurnLimiter
from esteira.lookups.pace import MICROSECONDS, Pace
from esteira.lookups.ports import TurnLimiter
from esteira.lookups.redis import RedisTurnLimiter
from pydantic import SecretStr

from tests.fixtures.turns import excess
from tests.harness.ports import free_port
from tests.harness.redis import RedisServer
from tests.harness.waiting import wait_for

SLOW = Pace.of(0.01, 3)
"""No turn comes back while a test runs."""


@pytest.fixture(params=["memory", "redis"])
def limiter(request: pytest.FixtureRequest) -> TurnLimiter:
    if request.param == "memory":
        return MemoryTurnLimiter(lambda: time.time_ns() // 1000)
    return redis_limiter(request.getfixturevalue("redis_url"))


@pytest.fixture
def name() -> str:
    """A provider that no other test uses."""
    return f"provider-{uuid4().hex[:8]}"


def redis_limiter(url: str) -> RedisTurnLimiter:
    return RedisTurnLimiter(redis_client(SecretStr(url)))


def test_a_burst_is_granted_at_once_and_then_none(limiter: TurnLimiter, name: str) -> None:
    turns = [limiter.take(name, SLOW) for _ in range(5)]

    assert [turn.granted for turn in turns] == [True] * 3 + [False] * 2
    assert all(0 < turn.wait_seconds <= 100 for turn in turns[3:])


def test_a_turn_is_granted_after_the_wait_that_was_told(limiter: TurnLimiter, name: str) -> None:
    pace = Pace.of(10, 1)
    limiter.take(name, pace)
    told = limiter.take(name, pace)

    granted = wait_for("the next turn", lambda: _granted(limiter, name, pace), within_seconds=10)

    assert granted - told.at >= round(told.wait_seconds * MICROSECONDS)


def test_providers_have_turns_of_their_own(limiter: TurnLimiter, name: str) -> None:
    one = Pace.of(0.01, 1)

    assert [limiter.take(each, one).granted for each in (name, f"{name}-2", name)] == [True, True, False]


def test_a_pause_holds_for_everybody_and_a_shorter_one_does_not_end_it(limiter: TurnLimiter, name: str) -> None:
    limiter.pause(name, 90)
    limiter.pause(name, 5)
    turn = limiter.take(name, SLOW)

    assert (turn.granted, turn.paused) == (False, True)
    assert 5 < turn.wait_seconds <= 90


def test_a_pause_ends_by_itself_and_takes_no_turn(limiter: TurnLimiter, name: str) -> None:
    limiter.pause(name, 0.05)
    wait_for("the pause ends", lambda: limiter.take(name, SLOW).granted, within_seconds=10)

    assert [limiter.take(name, SLOW).granted for _ in range(3)] == [True, True, False]


def test_a_faster_pace_is_in_force_at_once(limiter: TurnLimiter, name: str) -> None:
    for _ in range(3):
        limiter.take(name, SLOW)

    wait_for("a turn", lambda: limiter.take(name, Pace.of(100, 1)).granted, within_seconds=10)


@pytest.mark.parametrize("burst", [1, 5])
def test_500_turns_of_several_workers_keep_the_limit_by_the_times_of_redis(
    redis_url: str, name: str, burst: int
) -> None:
    pace, workers = Pace.of(500, burst), 4
    with ThreadPoolExecutor(workers) as pool:
        granted = sorted(at for part in pool.map(_work, [(redis_url, name, pace)] * workers) for at in part)

    assert len(granted) == 500
    assert excess(granted, pace.interval, burst) <= 0
    assert (500 - burst) / ((granted[-1] - granted[0]) / MICROSECONDS) <= 500 * 1.02


def test_redis_decides_as_the_twin_does_at_the_same_times(redis_url: str, name: str) -> None:
    limiter, pace = redis_limiter(redis_url), Pace.of(400, 3)
    turns = [limiter.take(name, pace) for _ in range(300)]
    times = iter([turn.at for turn in turns])
    twin = MemoryTurnLimiter(lambda: next(times))

    assert [twin.take(name, pace) for _ in turns] == turns


def test_a_redis_that_is_away_grants_nothing(own_redis: RedisServer, name: str) -> None:
    limiter = redis_limiter(own_redis.url)
    assert limiter.take(name, SLOW).granted
    own_redis.child.kill()

    for call in (lambda: limiter.take(name, SLOW), lambda: limiter.pause(name, 1)):
        with pytest.raises(TurnsUnavailable, match="ESTEIRA_REDIS_URL"):
            call()


def test_a_redis_that_was_never_there_grants_nothing(name: str) -> None:
    with pytest.raises(TurnsUnavailable):
        redis_limiter(f"redis://127.0.0.1:{free_port()}/0").take(name, SLOW)


def test_the_keys_of_an_idle_provider_vanish(redis_url: str, name: str) -> None:
    client = redis_client(SecretStr(redis_url))
    RedisTurnLimiter(client).take(name, Pace.of(1000, 1))

    wait_for("no key is left", lambda: not list(client.scan_iter(f"esteira:lookups:*:{name}")), within_seconds=20)


def _granted(limiter: TurnLimiter, name: str, pace: Pace) -> int:
    turn = limiter.take(name, pace)
    return turn.at if turn.granted else 0


def _work(shared: tuple[str, str, Pace]) -> list[int]:
    """Take 125 turns, each after the wait that a refusal named."""
    url, name, pace = shared
    limiter = redis_limiter(url)
    granted: list[int] = []
    while len(granted) < 125:
        turn = limiter.take(name, pace)
        if turn.granted:
            granted.append(turn.at)
        else:
            time.sleep(turn.wait_seconds)
    return granted
