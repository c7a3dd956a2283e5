"""The pace of a provider is kept exactly, by the times at which turns were granted."""

from itertools import pairwise

import pytest
from esteira.lookups.memory import MemoryTurnLimiter
from esteira.lookups.turns.pace import MICROSECONDS, Pace, Turn
from hypothesis import given
from hypothesis import strategies as st

from tests.fixtures.turns import HandMicroseconds, excess, granted_times, one_turn


@pytest.mark.parametrize(("rate", "burst"), [(50.0, 1), (50.0, 10), (3.0, 1), (0.05, 3), (999.0, 7)])
def test_500_turns_taken_as_soon_as_told_keep_the_rate_within_two_percent(rate: float, burst: int) -> None:
    clock = HandMicroseconds()
    granted = granted_times(MemoryTurnLimiter(clock), Pace.of(rate, burst), 500, clock.wait)

    seconds = (granted[-1] - granted[0]) / MICROSECONDS
    assert (500 - burst) / seconds == pytest.approx(rate, rel=0.02)


@given(
    rate=st.floats(0.01, 1000),
    burst=st.integers(1, 20),
    steps=st.lists(st.integers(0, 5_000_000), min_size=1, max_size=80),
)
def test_no_span_of_time_has_more_turns_than_rate_and_burst_allow(rate: float, burst: int, steps: list[int]) -> None:
    clock, pace = HandMicroseconds(), Pace.of(rate, burst)
    limiter = MemoryTurnLimiter(clock)
    granted = []
    for step in steps:
        clock.now += step
        if one_turn(limiter, "p", pace).granted:
            granted.append(clock.now)

    assert excess(granted, pace.interval, burst) <= 0


def test_a_refusal_says_exactly_how_long_to_wait() -> None:
    clock, pace = HandMicroseconds(), Pace.of(4, 1)
    limiter = MemoryTurnLimiter(clock)
    one_turn(limiter, "p", pace)

    refused = one_turn(limiter, "p", pace)
    clock.wait(refused.wait_seconds - 0.000_001)
    early = one_turn(limiter, "p", pace)
    clock.wait(0.000_001)

    assert (refused.wait_seconds, early.granted, one_turn(limiter, "p", pace).granted) == (0.25, False, True)


def test_an_idle_provider_gets_its_burst_and_no_more() -> None:
    limiter, pace = MemoryTurnLimiter(HandMicroseconds()), Pace.of(1, 5)

    assert [one_turn(limiter, "p", pace).granted for _ in range(7)] == [True] * 5 + [False] * 2


def test_a_faster_pace_is_in_force_at_once() -> None:
    clock = HandMicroseconds()
    limiter = MemoryTurnLimiter(clock)
    for _ in range(10):
        one_turn(limiter, "p", Pace.of(0.05, 10))

    turn = one_turn(limiter, "p", Pace.of(50, 1))
    clock.wait(turn.wait_seconds)

    assert turn.wait_seconds <= 0.02
    assert one_turn(limiter, "p", Pace.of(50, 1)).granted


def test_providers_do_not_share_their_turns() -> None:
    limiter, pace = MemoryTurnLimiter(HandMicroseconds()), Pace.of(1, 1)

    assert [one_turn(limiter, name, pace).granted for name in ("a", "b", "a")] == [True, True, False]


def test_times_only_grow() -> None:
    clock = HandMicroseconds()
    granted = granted_times(MemoryTurnLimiter(clock), Pace.of(10, 2), 20, clock.wait)

    assert all(earlier <= later for earlier, later in pairwise(granted))
    assert Turn(granted=True, at=1).wait_seconds == 0
