"""How many requests a method takes over time, and at the same moment."""

from contextlib import ExitStack

import pytest
from localstack_process_executor.method_limiter import AboveLimit, MethodLimiter, RateLimit

from tests.unit.infra.executor.environments import Clock

METHOD = ("api", "live", "/sessions", "POST")
LIMIT = RateLimit(per_second=2, burst=3)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limiter(clock: Clock) -> MethodLimiter:
    return MethodLimiter(clock)


def admitted(limiter: MethodLimiter, requests: int, method: object = METHOD) -> int:
    """Return how many of these requests, one after the other, are let through."""
    return sum(_is_admitted(limiter, method) for _ in range(requests))


def _is_admitted(limiter: MethodLimiter, method: object) -> bool:
    try:
        with limiter.request(method, LIMIT):
            return True
    except AboveLimit:
        return False


def test_a_burst_is_let_through_and_no_more(limiter: MethodLimiter) -> None:
    assert admitted(limiter, 10) == 3


def test_over_time_the_rate_holds(limiter: MethodLimiter, clock: Clock) -> None:
    admitted(limiter, 10)
    clock.now += 1

    assert admitted(limiter, 10) == 2


def test_a_long_silence_allows_no_more_than_a_burst(limiter: MethodLimiter, clock: Clock) -> None:
    admitted(limiter, 10)
    clock.now += 3600

    assert admitted(limiter, 10) == 3


def test_no_more_than_a_burst_run_at_the_same_moment(limiter: MethodLimiter, clock: Clock) -> None:
    with ExitStack() as running:
        for _ in range(3):
            running.enter_context(limiter.request(METHOD, LIMIT))
        clock.now += 3600

        assert admitted(limiter, 1) == 0
    assert admitted(limiter, 1) == 1


def test_a_request_that_fails_runs_no_more(limiter: MethodLimiter, clock: Clock) -> None:
    for _ in range(5):
        clock.now += 3600
        with pytest.raises(ZeroDivisionError), limiter.request(METHOD, LIMIT):
            raise ZeroDivisionError

    assert admitted(limiter, 1) == 1


def test_each_method_has_a_limit_of_its_own(limiter: MethodLimiter) -> None:
    admitted(limiter, 10)

    assert admitted(limiter, 10, ("api", "live", "/accounts", "POST")) == 3
