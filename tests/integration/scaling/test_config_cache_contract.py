"""Where consumers read the current configuration: one contract, kept in memory and in Redis."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from esteira.core.errors import FlowUnavailable
from esteira.core.redis import low_timeout_client
from esteira.scaling.config import ConfigVersion, ScalingConfig
from esteira.scaling.memory import MemoryConfigCache
from esteira.scaling.ports import ConfigCache
from esteira.scaling.redis import CONFIG, RedisConfigCache
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr
from redis import Redis

from tests.fixtures.clock import READ_AT
from tests.harness.ports import free_port


@pytest.fixture
def client(redis_url: str) -> Iterator[Redis]:
    with Redis.from_url(redis_url) as client:
        client.delete(CONFIG)
        yield client
        client.delete(CONFIG)


@pytest.fixture(params=["memory", "redis"])
def cache(request: pytest.FixtureRequest) -> ConfigCache:
    return MemoryConfigCache() if request.param == "memory" else RedisConfigCache(request.getfixturevalue("client"))


def version(number: int, *, total: int = 6) -> ConfigVersion:
    configuration = ScalingConfig(max_total_workers=total)
    return ConfigVersion(
        version=number, configuration=configuration, changed_by="ana", changed_at=READ_AT + timedelta(seconds=number)
    )


def test_an_empty_cache_says_so(cache: ConfigCache) -> None:
    assert cache.get() is None


def test_what_was_put_last_is_shown_as_it_was(cache: ConfigCache) -> None:
    cache.put(version(1))
    cache.put(version(10))

    assert cache.get() == version(10)


def test_the_same_version_may_be_put_again(cache: ConfigCache) -> None:
    cache.put(version(3, total=7))
    cache.put(version(3, total=8))

    assert cache.get() == version(3, total=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(numbers=st.lists(st.integers(0, 2**31 - 1), min_size=1, max_size=8))
def test_in_whatever_order_versions_come_the_newest_stays(client: Redis, numbers: list[int]) -> None:
    client.delete(CONFIG)
    caches: list[ConfigCache] = [RedisConfigCache(client), MemoryConfigCache()]

    for cache in caches:
        for number in numbers:
            cache.put(version(number))

    assert [cache.get() for cache in caches] == [version(max(numbers))] * 2


def test_what_cannot_be_read_is_unavailable_until_it_is_replaced(client: Redis) -> None:
    cache = RedisConfigCache(client)
    for scribble in ("no json", "[1]", '{"version": 99, "configuration": {"lanes": {}, "shape": "round"}}'):
        client.set(CONFIG, scribble)
        with pytest.raises(FlowUnavailable, match=CONFIG):
            cache.get()

    client.set(CONFIG, "no json")
    cache.put(version(1))

    assert cache.get() == version(1)


def test_a_redis_that_is_away_is_called_by_its_setting() -> None:
    cache = RedisConfigCache(low_timeout_client(SecretStr(f"redis://127.0.0.1:{free_port()}/0")))

    for call in (cache.get, lambda: cache.put(version(1))):
        with pytest.raises(FlowUnavailable, match="ESTEIRA_REDIS_URL"):
            call()
