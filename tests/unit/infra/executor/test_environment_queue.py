"""Who gets an environment, and when another one is started."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from localstack_process_executor.environment_queue import UNMEASURED_START_S, EnvironmentQueue
from localstack_process_executor.errors import PatienceExhausted

from tests.harness.waiting import wait_for
from tests.unit.infra.executor.environments import PATIENT, Callers, Clock, Starts, Version


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def starts(clock: Clock) -> Iterator[Starts]:
    starts = Starts(clock)
    yield starts
    starts.may_end.set()


@pytest.fixture
def callers(clock: Clock, starts: Starts) -> Iterator[Callers]:
    callers = Callers(EnvironmentQueue(PATIENT, clock))
    yield callers
    starts.may_end.set()
    callers.refuse_all()


def test_fifty_functions_called_at_once_start_two_at_a_time(callers: Callers, starts: Starts) -> None:
    answers = [callers.use(Version(f"function {n}", starts)) for n in range(50)]
    wait_for("two have begun to start", lambda: starts.now == 2)

    starts.may_end.set()

    assert [answer.result(30) for answer in answers] == [1] * 50
    assert starts.most == 2


def test_two_hundred_at_once_share_the_environment_that_is_there(callers: Callers, starts: Starts) -> None:
    version = Version("function", starts)
    version.add()

    answers = [callers.use(version) for _ in range(200)]

    assert {answer.result(30) for answer in answers} == {1}
    assert starts.names == []


def test_a_burst_on_a_function_without_environments_starts_one(callers: Callers, starts: Starts) -> None:
    version = Version("function", starts)
    answers = [callers.use(version) for _ in range(50)]

    starts.may_end.set()

    assert {answer.result(30) for answer in answers} == {1}


def test_another_one_starts_when_the_first_has_waited_as_long_as_a_start_takes(
    callers: Callers, starts: Starts, clock: Clock
) -> None:
    version = Version("function", starts)
    version.add()
    starts.may_end.set()
    callers.take(version).result(30)
    waiting = callers.wait_in_line(version)

    clock.now = UNMEASURED_START_S

    assert waiting.result(30) == 2


def test_who_waits_takes_what_becomes_free_while_another_one_starts(
    callers: Callers, starts: Starts, clock: Clock
) -> None:
    version = Version("function", starts)
    version.add()
    held = callers.take(version).result(30)
    waiting = callers.wait_in_line(version)
    clock.now = UNMEASURED_START_S
    wait_for("another one starts", lambda: starts.now == 1)

    callers.give_back(version, held)

    assert waiting.result(30) == held


def test_environments_are_given_in_the_order_of_arrival(callers: Callers, starts: Starts) -> None:
    version = Version("function", starts)
    version.add()
    held = callers.take(version).result(30)
    first, second = callers.wait_in_line(version), callers.wait_in_line(version)

    callers.give_back(version, held)

    assert first.result(30) == held
    assert not second.done()


def test_a_burst_on_one_function_does_not_delay_the_first_start_of_another(
    callers: Callers, starts: Starts, clock: Clock
) -> None:
    busy, scheduled = Version("busy", starts), Version("scheduled", starts)
    for _ in range(50):
        callers.take(busy)
    wait_for("all of the burst wait", lambda: callers.queue.waiting("busy") == 50)
    clock.now = UNMEASURED_START_S
    wait_for("two starts for the burst", lambda: starts.now == 2)

    answer = callers.wait_in_line(scheduled)
    starts.may_end.set()

    assert answer.result(30) == 1
    assert starts.names[2] == "scheduled"


def test_no_more_environments_than_the_limit(starts: Starts, clock: Clock) -> None:
    callers = Callers(EnvironmentQueue(replace(PATIENT, environments=1), clock))
    version = Version("function", starts)
    version.add()
    held = callers.take(version).result(30)
    waiting = callers.wait_in_line(version)
    clock.now = 2 * UNMEASURED_START_S

    callers.queue.freed("function")
    callers.give_back(version, held)

    assert waiting.result(30) == held
    assert starts.names == []


def test_who_has_waited_for_too_long_is_refused_and_gets_nothing_later(starts: Starts) -> None:
    callers = Callers(EnvironmentQueue(replace(PATIENT, patience_s=0.1)))
    version = Version("function", starts)

    with pytest.raises(PatienceExhausted, match=r"no environment within 0\.1 s"):
        callers.take(version).result(30)

    starts.may_end.set()
    wait_for("the start has ended", lambda: version.free == [1])


def test_a_failed_start_is_told_to_one_caller_and_the_next_has_its_own(callers: Callers) -> None:
    failures = iter([OSError("no memory")])

    def fail_once(_name: str) -> None:
        if failure := next(failures, None):
            raise failure

    version = Version("function", fail_once)
    outcomes = [answer.exception(30) for answer in (callers.use(version), callers.use(version))]

    assert sorted(map(str, outcomes)) == ["None", "no memory"]


def test_all_that_wait_for_an_ended_version_are_refused(callers: Callers, starts: Starts) -> None:
    version = Version("function", starts)
    answers = [callers.wait_in_line(version) for _ in range(3)]

    callers.queue.end("function", RuntimeError("updated"))

    assert [str(answer.exception(30)) for answer in answers] == ["updated"] * 3
