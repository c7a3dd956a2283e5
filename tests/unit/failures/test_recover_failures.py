"""The recovery on twins: errors are taken, what is due is sent again, and nothing is lost in between."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from esteira.core.errors import MetricsUnavailable, QueueUnavailable, TargetUnavailable
from esteira.core.queue.batching import BatchReply
from esteira.core.queue.memory import MemoryQueueReceiver, MemoryQueueSender
from esteira.core.reporting.error_message import ErrorMessage, encode_error
from esteira.failures.deps import RecoveryDeps
from esteira.failures.failure import LIFE, Failure, FailureFilter, FailureState, GroupFilter
from esteira.failures.memory import MemoryErrorCounts, MemoryFailureStore
from esteira.failures.ports import CountedMinute
from esteira.failures.recover_failures import Recovered, recover_failures

from tests.fixtures.clock import HandClock
from tests.fixtures.errors import error

ALL = FailureFilter(limit=100)


class AwayStore(MemoryFailureStore):
    """A store whose database is away while `away`."""

    away = True

    def claim(self, limit: int, now: datetime) -> Sequence[Failure]:
        if self.away:
            raise TargetUnavailable
        return super().claim(limit, now)


class AwayCounts(MemoryErrorCounts):
    """Counts whose Redis is away."""

    def minutes(self) -> Sequence[CountedMinute]:
        raise MetricsUnavailable


class AwayLane(MemoryQueueSender):
    """A lane whose queue is away while `away`."""

    away = True

    def send(self, bodies: Sequence[str]) -> BatchReply:
        if self.away:
            raise QueueUnavailable
        return super().send(bodies)


@dataclass(kw_only=True)
class World:
    """The recovery's collaborators."""

    clock: HandClock = field(default_factory=HandClock)
    store: MemoryFailureStore = field(default_factory=MemoryFailureStore)
    lane: MemoryQueueSender = field(default_factory=MemoryQueueSender)
    counts: MemoryErrorCounts = field(default_factory=lambda: MemoryErrorCounts(minute=lambda: 0))

    def __post_init__(self) -> None:
        self.errors = MemoryQueueReceiver(self.clock)

    def publish(self, *errors: ErrorMessage) -> None:
        self.errors.send(*(encode_error(each) for each in errors))

    def run(self) -> Recovered | None:
        deps = RecoveryDeps(
            errors=self.errors,
            store=self.store,
            counts=self.counts,
            lanes={"orders": self.lane},
            clock=self.clock,
        )
        return recover_failures(deps, should_continue=lambda: True)

    @property
    def states(self) -> list[FailureState]:
        return [failure.state for failure in self.store.page(ALL)]


def test_errors_are_taken_and_their_queue_is_empty() -> None:
    world = World()
    world.publish(error("m1"), error("m2", transient=False), error(None))

    done = world.run()

    assert done == Recovered(sent=0, taken=3, removed=0)
    assert len(world.errors) == 0
    assert sorted(world.states) == [FailureState.NOTED, FailureState.PARKED, FailureState.WAITING]


def test_an_original_is_sent_to_its_lane_after_its_delay_and_not_before() -> None:
    world = World()
    world.publish(error("m1", original="the original"))
    world.run()

    world.clock.forward(59)
    world.run()
    before = list(world.lane.bodies)
    world.clock.forward(1)
    world.run()

    assert (before, world.lane.bodies, world.states) == ([], ["the original"], [FailureState.RETRIED])


def test_a_message_that_never_succeeds_is_sent_five_times_and_then_parked() -> None:
    world = World()
    for _ in range(7):
        world.publish(error("m1"))
        world.run()
        world.clock.forward(3600)
        world.run()

    assert (len(world.lane.bodies), world.states) == (5, [FailureState.PARKED])


def test_an_error_that_is_delivered_twice_is_kept_once_and_retried_once() -> None:
    world = World()
    once = error("m1")
    world.publish(once, once)
    world.run()
    world.clock.forward(60)
    world.run()
    world.publish(once)
    world.run()

    assert (len(world.lane.bodies), world.states) == (1, [FailureState.RETRIED])


def test_an_error_that_cannot_be_read_becomes_a_dead_letter_and_delays_no_other() -> None:
    world = World()
    world.errors.send("no error", '{"schema": 1}')
    world.publish(error("m1"))

    for _ in range(6):
        world.run()
        world.clock.forward(1)

    assert (len(world.errors.dead), world.states) == (2, [FailureState.WAITING])


def test_while_the_database_is_away_no_error_is_received() -> None:
    world = World(store=AwayStore())
    world.publish(error("m1"))

    for _ in range(10):
        assert world.run() is None
        world.clock.forward(60)

    assert (len(world.errors), world.errors.dead) == (1, [])


def test_a_lane_that_is_away_costs_no_try() -> None:
    world = World(lane=(lane := AwayLane()))
    world.publish(error("m1"))
    world.run()
    for _ in range(9):
        world.clock.forward(60)
        world.run()

    lane.away = False
    world.clock.forward(60)
    world.run()

    (failure,) = world.store.page(ALL)
    assert (failure.state, failure.tries, len(lane.bodies)) == (FailureState.RETRIED, 1, 1)


@pytest.mark.parametrize("change", [{"original": "\x01"}, {"lane": "payments"}], ids=["refused", "unknown lane"])
def test_what_cannot_be_sent_is_parked(change: dict[str, str]) -> None:
    world = World()
    world.publish(error("m1", **change))  # type: ignore[arg-type]
    world.run()
    world.clock.forward(60)
    world.run()

    assert world.states == [FailureState.PARKED]


def test_the_counts_of_a_storm_reach_its_group_however_often_they_are_taken() -> None:
    world = World()
    world.counts = MemoryErrorCounts(minute=lambda: int(world.clock().timestamp() // 60))
    world.counts.add("00000000000000aa", 9_999)
    world.publish(error("m1", uncounted=1))

    for _ in range(3):
        world.run()
    world.clock.forward(60)
    world.run()

    (group,) = world.store.groups(GroupFilter(limit=10))
    assert (group.count, world.counts.counted) == (10_000, {})


def test_without_redis_errors_are_taken_all_the_same() -> None:
    world = World(counts=AwayCounts(minute=lambda: 0))
    world.publish(error("m1"))

    assert world.run() == Recovered(sent=0, taken=1, removed=0)


def test_only_failures_with_nothing_left_to_do_are_removed_for_their_age() -> None:
    world = World()
    world.publish(error("parked", transient=False), error(None))
    world.run()

    world.clock.forward((LIFE + timedelta(seconds=1)).total_seconds())
    done = world.run()

    assert done == Recovered(sent=0, taken=0, removed=1)
    assert world.states == [FailureState.PARKED]
