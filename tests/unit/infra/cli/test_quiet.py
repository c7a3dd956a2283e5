"""A paused lane is quiet when its consumers have stopped, their last poll has ended, and nobody holds a message."""

from esteira.core.names import Lane
from esteira.core.queue.depth import QueueDepth
from esteira.core.queue.memory import MemoryQueueDepthReader

from infra.cli.quiet import QuietDeps, wait_until_quiet


class StoppingLane:
    """A mapping that stops after some seconds. Its last poll brings messages after three, in hand for two seconds.

    `starts_after_seconds`: it had stopped before, and was about to start.
    """

    def __init__(self, *, stops_after_seconds: float, starts_after_seconds: float = 0) -> None:
        self.elapsed_seconds = 0.0
        self.depth = MemoryQueueDepthReader()
        self._stops_after_seconds = stops_after_seconds
        self._starts_after_seconds = starts_after_seconds

    def has_stopped(self, lane: Lane) -> bool:
        receives = self._starts_after_seconds <= self.elapsed_seconds < self._stops_after_seconds
        return lane == "orders" and not receives

    def last_poll_seconds(self, lane: Lane) -> int:
        return 4 if lane == "orders" else 0

    def pause(self, seconds: float) -> None:
        self.elapsed_seconds += seconds
        since_stop = self.elapsed_seconds - self._stops_after_seconds
        self.depth.reading = QueueDepth(in_flight=60 if 3 <= since_stop < 5 else 0)

    def wait(self, limit_seconds: float) -> bool:
        quiet_deps = QuietDeps(mappings=self, depth=self.depth, pause=self.pause, seconds=lambda: self.elapsed_seconds)
        return wait_until_quiet(quiet_deps, "orders", limit_seconds=limit_seconds)


def test_what_the_last_poll_brings_is_waited_for() -> None:
    lane = StoppingLane(stops_after_seconds=1)

    assert lane.wait(limit_seconds=60)
    assert 6 <= lane.elapsed_seconds < 7


def test_a_mapping_that_was_only_about_to_start_is_waited_for() -> None:
    lane = StoppingLane(starts_after_seconds=1, stops_after_seconds=5)

    assert lane.wait(limit_seconds=60)
    assert 10 <= lane.elapsed_seconds < 11


def test_a_mapping_that_does_not_stop_is_not_quiet() -> None:
    lane = StoppingLane(stops_after_seconds=1000)

    assert not lane.wait(limit_seconds=10)


def test_messages_that_stay_in_hand_are_not_quiet() -> None:
    assert not StoppingLane(stops_after_seconds=0).wait(limit_seconds=4)
