"""Turns to ask a provider: one contract, kept in memory and in Redis, and the pace by the times of Redis."""

import time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from esteira.core.errors import TurnsUnavailable
from esteira.core.redis import redis_client
from esteira.lookups.memory import MemoryTurnLimiter
from esteira.lookups.ports import TurnLimiter
from esteira.lookups.redis import RedisTurnLimiter
from esteira.lookups.turns.breaker import ERRORS_TO_OPEN, FIRST_OPEN, Outcome, RecentPast
from esteira.lookups.turns.pace import MICROSECONDS, Pace, Turn
from pydantic import SecretStr

from tests.fixtures.turns import excess, one_turn
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
    turns = [one_turn(limiter, name, SLOW) for _ in range(5)]

    assert [turn.granted for turn in turns] == [True] * 3 + [False] * 2
    assert all(0 < turn.wait_seconds <= 100 for turn in turns[3:])


def test_a_turn_is_granted_after_the_wait_that_was_told(limiter: TurnLimiter, name: str) -> None:
    pace = Pace.of(10, 1)
    one_turn(limiter, name, pace)
    told = one_turn(limiter, name, pace)

    granted = wait_for("the next turn", lambda: _granted(limiter, name, pace), within_seconds=10)

    assert granted - told.at >= round(told.wait_seconds * MICROSECONDS)


def test_providers_have_turns_of_their_own(limiter: TurnLimiter, name: str) -> None:
    one = Pace.of(0.01, 1)

    assert [one_turn(limiter, each, one).granted for each in (name, f"{name}-2", name)] == [True, True, False]


def test_a_pause_holds_for_everybody_and_a_shorter_one_does_not_end_it(limiter: TurnLimiter, name: str) -> None:
    limiter.pause(name, 90)
    limiter.pause(name, 5)
    turn = one_turn(limiter, name, SLOW)

    assert (turn.granted, turn.paused) == (False, True)
    assert 5 < turn.wait_seconds <= 90


def test_a_pause_ends_by_itself_and_takes_no_turn(limiter: TurnLimiter, name: str) -> None:
    limiter.pause(name, 0.05)
    wait_for("the pause ends", lambda: one_turn(limiter, name, SLOW).granted, within_seconds=10)

    assert [one_turn(limiter, name, SLOW).granted for _ in range(3)] == [True, True, False]


def test_a_faster_pace_is_in_force_at_once(limiter: TurnLimiter, name: str) -> None:
    for _ in range(3):
        one_turn(limiter, name, SLOW)

    wait_for("a turn", lambda: one_turn(limiter, name, Pace.of(100, 1)).granted, within_seconds=10)


def test_turns_are_reserved_one_interval_apart_as_far_ahead_as_asked(limiter: TurnLimiter, name: str) -> None:
    pace = Pace.of(0.1, 2, ahead_seconds=60)
    turns = [
        *limiter.take(name, pace, within_seconds=45, count=4),
        *limiter.take(name, pace, within_seconds=45, count=9),
    ]

    assert [turn.granted for turn in turns] == [True] * 6
    assert [later.at - turns[2].at for later in turns[2:]] == [0, pace.interval, 2 * pace.interval, 3 * pace.interval]
    assert not one_turn(limiter, name, pace).granted


def test_five_errors_in_a_row_suspend_a_provider_for_everybody(limiter: TurnLimiter, name: str) -> None:
    for _ in range(ERRORS_TO_OPEN):
        assert limiter.refusal(name) is None
        limiter.settle(name, Outcome.FAILED, 0.5)

    turn, refusal = one_turn(limiter, name, SLOW), limiter.refusal(name)
    assert (turn.granted, turn.suspended, refusal is not None and refusal.suspended) == (False, True, True)
    assert 0 < turn.wait_seconds <= FIRST_OPEN / MICROSECONDS


@pytest.mark.parametrize("between", [Outcome.ANSWERED, Outcome.PUT_OFF])
def test_only_an_answer_ends_a_row_of_errors(limiter: TurnLimiter, name: str, between: Outcome) -> None:
    for outcome in [*[Outcome.FAILED] * (ERRORS_TO_OPEN - 1), between, Outcome.FAILED]:
        limiter.settle(name, outcome, 0.1)

    assert (limiter.refusal(name) is None) is (between is Outcome.ANSWERED)


def test_a_suspended_provider_gets_one_probe_and_its_answer_ends_the_suspension(
    limiter: TurnLimiter, name: str
) -> None:
    for _ in range(ERRORS_TO_OPEN):
        limiter.settle(name, Outcome.FAILED, 0.1)

    [probe] = wait_for("the probe", lambda: _granted_turns(limiter, name), within_seconds=20)
    assert (probe.probe, one_turn(limiter, name, SLOW).suspended) == (True, True)

    limiter.settle(name, Outcome.ANSWERED, 0.1)
    assert [one_turn(limiter, name, SLOW).granted, limiter.refusal(name)] == [True, None]


def test_the_recent_past_has_questions_failures_and_seconds(limiter: TurnLimiter, name: str) -> None:
    for outcome in (Outcome.ANSWERED, Outcome.FAILED, Outcome.PUT_OFF):
        limiter.settle(name, outcome, 0.25)

    assert limiter.recent_past(name) == RecentPast(questions=3, failures=2, seconds=0.75)
    assert limiter.recent_past(f"{name}-2") == RecentPast()


@pytest.mark.parametrize("burst", [1, 5])
def test_5000_turns_of_eight_threads_keep_the_limit_within_two_percent_by_the_times_of_redis(
    redis_url: str, name: str, burst: int
) -> None:
    pace, threads = Pace.of(100, burst, ahead_seconds=60), 8
    with ThreadPoolExecutor(threads) as pool:
        granted = sorted(at for part in pool.map(_work, [(redis_url, name, pace)] * threads) for at in part)

    assert len(granted) == 5000
    assert excess(granted[:500], pace.interval, burst) <= 0
    assert (5000 - burst) / ((granted[-1] - granted[0]) / MICROSECONDS) == pytest.approx(100, rel=0.02)


def test_redis_decides_as_the_twin_does_at_the_same_times(redis_url: str, name: str) -> None:
    limiter, pace = redis_limiter(redis_url), Pace.of(400, 3)
    turns = [one_turn(limiter, name, pace) for _ in range(300)]
    times = iter([turn.at for turn in turns])
    twin = MemoryTurnLimiter(lambda: next(times))

    assert [one_turn(twin, name, pace) for _ in turns] == turns


def test_a_redis_that_is_away_grants_nothing(own_redis: RedisServer, name: str) -> None:
    limiter = redis_limiter(own_redis.url)
    assert one_turn(limiter, name, SLOW).granted
    own_redis.child.kill()

    calls = (
        lambda: one_turn(limiter, name, SLOW),
        lambda: limiter.pause(name, 1),
        lambda: limiter.refusal(name),
        lambda: limiter.settle(name, Outcome.FAILED, 1),
        lambda: limiter.recent_past(name),
    )
    for call in calls:
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
    turn = one_turn(limiter, name, pace)
    return turn.at if turn.granted else 0


def _granted_turns(limiter: TurnLimiter, name: str) -> list[Turn]:
    return [turn for turn in limiter.take(name, SLOW) if turn.granted]


def _work(shared: tuple[str, str, Pace]) -> list[int]:
    """Reserve 625 turns one by one, each as far ahead as the pace lets it be."""
    url, name, pace = shared
    limiter = redis_limiter(url)
    return [turn.at for _ in range(625) for turn in limiter.take(name, pace, within_seconds=60)]
