"""A consumer follows a change within a second, and loses little time while the cache is unavailable."""

from dataclasses import dataclass

import pytest
from esteira.core.errors import BadSettings, EsteiraError, FlowUnavailable
from esteira.scaling.config import ConfigVersion, LaneConfig, ScalingConfig
from esteira.scaling.follow_lane_config import LaneConfigFollower
from esteira.scaling.memory import MemoryConfigCache
from esteira.scaling.ports import ConfigCache

from tests.fixtures.orders_consumer import OrdersFixture

CALM = LaneConfig(weight=40, retry_delay_seconds=30)


@dataclass(kw_only=True)
class UnreliableCache(MemoryConfigCache):
    """Fails with `error` while it is set, and counts its calls."""

    error: type[EsteiraError] | None = None
    asked: int = 0

    def get(self) -> ConfigVersion | None:
        self.asked += 1
        if self.error:
            raise self.error
        return super().get()


class Stopwatch:
    """A monotonic clock that a test sets."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def cache() -> UnreliableCache:
    return UnreliableCache()


@pytest.fixture
def watch() -> Stopwatch:
    return Stopwatch()


@pytest.fixture
def follower(cache: UnreliableCache, watch: Stopwatch) -> LaneConfigFollower:
    return LaneConfigFollower(lambda: cache, monotonic=watch)


def show(cache: ConfigCache, number: int, orders: LaneConfig) -> None:
    lanes = {"orders": orders, "payments": LaneConfig(weight=60)}
    cache.put(ConfigVersion(version=number, configuration=ScalingConfig.model_validate({"lanes": lanes})))


def test_as_long_as_nobody_has_said_anything_the_lane_is_as_it_was_deployed(follower: LaneConfigFollower) -> None:
    assert follower.lane("orders") is None


def test_a_change_is_heard_after_a_second_and_the_cache_is_read_once_for_all_lanes(
    follower: LaneConfigFollower, cache: UnreliableCache, watch: Stopwatch
) -> None:
    follower.lane("orders")
    show(cache, 1, CALM)

    heard = []
    for watch.seconds in (0.5, 0.99, 1.0, 1.5):
        heard.append(follower.lane("orders"))
        follower.lane("payments")

    assert heard == [None, None, CALM, CALM]
    assert cache.asked == 2


@pytest.mark.parametrize("error", [FlowUnavailable, BadSettings])
def test_what_was_heard_last_stays_while_the_cache_does_not_answer(
    follower: LaneConfigFollower, cache: UnreliableCache, watch: Stopwatch, error: type[EsteiraError]
) -> None:
    show(cache, 1, CALM)
    follower.lane("orders")

    cache.error, watch.seconds = error, 10
    silent = follower.lane("orders")
    cache.error, cache.version, watch.seconds = None, None, 20
    emptied = follower.lane("orders")

    assert (silent, emptied) == (CALM, CALM)


def test_a_cache_that_is_away_is_hardly_asked(
    follower: LaneConfigFollower, cache: UnreliableCache, watch: Stopwatch
) -> None:
    cache.error = FlowUnavailable
    for second in range(60):
        watch.seconds = second
        for _ in range(100):
            follower.lane("orders")

    assert cache.asked == 6  # three times, and then after 5, 10 and 20 seconds
    show(cache, 1, CALM)
    cache.error, watch.seconds = None, 100
    assert follower.lane("orders") == CALM


@pytest.mark.parametrize(
    ("flow", "seconds"),
    [(None, 10), (LaneConfig(weight=40), 10), (LaneConfig(weight=40, retry_delay_seconds=2.5), 2.5)],
)
def test_the_retry_delay_is_the_configured_one_or_else_the_deployed(flow: LaneConfig | None, seconds: float) -> None:
    bench = OrdersFixture(lane_config=lambda: flow)

    assert bench.consumer.current_retry.delay_seconds == seconds
