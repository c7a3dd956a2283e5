"""The current configuration, also while the database is away: the repository decides, the cache stands in for it."""

from dataclasses import dataclass, field

from esteira.core.breaker import Breaker
from esteira.core.errors import TargetUnavailable
from esteira.core.log import logger
from esteira.scaling.config import ConfigVersion
from esteira.scaling.ports import ConfigCache, ScalingConfigRepository


@dataclass(frozen=True, kw_only=True)
class ConfigReader:
    """Reads the repository, and while its breaker is open only the cache."""

    configs: ScalingConfigRepository
    cache: ConfigCache
    breaker: Breaker = field(default_factory=lambda: Breaker(TargetUnavailable))

    def current(self) -> ConfigVersion:
        """The newest version that can be read. It is also written to the cache, which Redis may have lost.

        Raises `FlowUnavailable`, and `TargetUnavailable` where the cache is empty, too: the defaults could let a
        paused lane receive.
        """
        try:
            with self.breaker.guarding():
                version = self.configs.current()
        except TargetUnavailable as error:
            cached = self.cache.get()
            if cached is None:
                raise
            logger.warning("configuration read from cache", action="manage", error=str(error))
            return cached
        self.cache.put(version)
        return version
