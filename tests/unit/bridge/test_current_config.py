"""The configuration in force, whatever is away."""

import pytest
from esteira.core.errors import TargetUnavailable
from esteira.scaling.config import ConfigVersion
from esteira.scaling.memory import MemoryConfigCache, MemoryScalingConfigRepository

from bridge.manager.current_config import ConfigReader
from tests.fixtures.observations import flow


class LostRepository(MemoryScalingConfigRepository):
    """It does not answer."""

    def current(self) -> ConfigVersion:
        raise TargetUnavailable


def test_what_the_repository_says_is_cached() -> None:
    cache = MemoryConfigCache()
    newest = flow()

    assert ConfigReader(configs=MemoryScalingConfigRepository(versions=[newest]), cache=cache).current() == newest
    assert cache.version == newest


def test_without_the_repository_the_cache_is_believed() -> None:
    cached = flow()

    assert ConfigReader(configs=LostRepository(), cache=MemoryConfigCache(version=cached)).current() == cached


def test_without_both_nothing_is_decided_for_the_defaults_would_have_a_paused_lane_receive() -> None:
    with pytest.raises(TargetUnavailable):
        ConfigReader(configs=LostRepository(), cache=MemoryConfigCache()).current()
