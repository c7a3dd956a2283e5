"""The current configuration, also while the database is away: the repository decides, the cache stands in for it."""

from dataclasses import dataclass, field

from esteira.domain.flow.config import ConfigVersion
from esteira.errors import TargetUnavailable
from esteira.log import logger
from esteira.use_cases.breaker import Breaker
from esteira.use_cases.ports.scaling import ConfigCache, ScalingConfigRepository


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
