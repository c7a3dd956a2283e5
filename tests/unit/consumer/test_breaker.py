"""The circuit breaker stops calls to a store that is known to be down."""

from contextlib import suppress

import pytest
from esteira.core.breaker import Breaker
from esteira.core.errors import TargetUnavailable


class Seconds:
    """A monotonic clock set by the test."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def fail(breaker: Breaker, times: int) -> None:
    for _ in range(times):
        with suppress(TargetUnavailable), breaker.guarding():
            raise TargetUnavailable("refused")


def test_it_opens_after_three_errors_in_a_row() -> None:
    breaker = Breaker(TargetUnavailable)

    fail(breaker, 2)
    opened_after_two = breaker.is_open
    fail(breaker, 1)

    assert (opened_after_two, breaker.is_open) == (False, True)


def test_a_success_resets_the_count() -> None:
    breaker = Breaker(TargetUnavailable)

    fail(breaker, 2)
    with breaker.guarding():
        pass
    fail(breaker, 2)

    assert not breaker.is_open


def test_while_open_the_dependency_is_not_called() -> None:
    breaker, called = Breaker(TargetUnavailable), False
    fail(breaker, 3)

    with pytest.raises(TargetUnavailable, match="not tried"), breaker.guarding():
        called = True

    assert not called


def test_after_five_seconds_a_call_is_allowed_again() -> None:
    clock = Seconds()
    breaker = Breaker(TargetUnavailable, monotonic=clock)
    fail(breaker, 3)

    clock.now += 5

    assert not breaker.is_open


def test_each_further_error_doubles_the_time_up_to_a_minute() -> None:
    clock = Seconds()
    breaker = Breaker(TargetUnavailable, monotonic=clock)
    fail(breaker, 2)

    open_seconds = []
    for _ in range(6):
        fail(breaker, 1)
        start = clock.now
        while breaker.is_open:
            clock.now += 1
        open_seconds.append(clock.now - start)

    assert open_seconds == [5, 10, 20, 40, 60, 60]
