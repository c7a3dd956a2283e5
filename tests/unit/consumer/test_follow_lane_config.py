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
    reads: int = 0

    def get(self) -> ConfigVersion | None:
        self.reads += 1
        if self.error:
            raise self.error
        return super().get()


class Stopwatch:
    """A monotonic clock that tests set."""

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


def publish(cache: ConfigCache, number: int, orders: LaneConfig) -> None:
    lanes = {"orders": orders, "payments": LaneConfig(weight=60)}
    cache.put(ConfigVersion(version=number, configuration=ScalingConfig.model_validate({"lanes": lanes})))


def test_without_a_configuration_the_deployed_settings_apply(follower: LaneConfigFollower) -> None:
    assert follower.lane("orders") is None


def test_a_change_applies_after_a_second_and_the_cache_is_read_once_for_all_lanes(
    follower: LaneConfigFollower, cache: UnreliableCache, watch: Stopwatch
) -> None:
    follower.lane("orders")
    publish(cache, 1, CALM)

    seen = []
    for watch.seconds in (0.5, 0.99, 1.0, 1.5):
        seen.append(follower.lane("orders"))
        follower.lane("payments")

    assert seen == [None, None, CALM, CALM]
    assert cache.reads == 2


@pytest.mark.parametrize("error", [FlowUnavailable, BadSettings])
def test_the_last_configuration_is_kept_while_the_cache_is_unavailable(
    follower: LaneConfigFollower, cache: UnreliableCache, watch: Stopwatch, error: type[EsteiraError]
) -> None:
    publish(cache, 1, CALM)
    follower.lane("orders")

    cache.error, watch.seconds = error, 10
    unavailable = follower.lane("orders")
    cache.error, cache.version, watch.seconds = None, None, 20
    emptied = follower.lane("orders")

    assert (unavailable, emptied) == (CALM, CALM)


def test_an_unavailable_cache_is_rarely_read(
    follower: LaneConfigFollower, cache: UnreliableCache, watch: Stopwatch
) -> None:
    cache.error = FlowUnavailable
    for second in range(60):
        watch.seconds = second
        for _ in range(100):
            follower.lane("orders")

    assert cache.reads == 6  # three times, and then after 5, 10 and 20 seconds
    publish(cache, 1, CALM)
    cache.error, watch.seconds = None, 100
    assert follower.lane("orders") == CALM


@pytest.mark.parametrize(
    ("config", "seconds"),
    [(None, 10), (LaneConfig(weight=40), 10), (LaneConfig(weight=40, retry_delay_seconds=2.5), 2.5)],
)
def test_the_retry_delay_is_the_configured_one_or_else_the_deployed(config: LaneConfig | None, seconds: float) -> None:
    fixture = OrdersFixture(lane_config=lambda: config)

    assert fixture.consumer.current_retry.delay_seconds == seconds
