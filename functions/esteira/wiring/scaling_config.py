"""The composition root for reading and changing the scaling configuration: HTTP routes and command line."""

from functools import cache, cached_property

from esteira.clock import utc_now
from esteira.settings import FlowSettings, read
from esteira.use_cases.configure_scaling import ConfigureScalingDeps
from esteira.wiring.scaling import ScalingWiring


class ConfigWiring(ScalingWiring):
    """Everything that configuring needs. Connects when first used."""

    @cached_property
    def deps(self) -> ConfigureScalingDeps:
        """For the functions of `configure_scaling`."""
        return ConfigureScalingDeps(configs=self.configs, cache=self.config_cache, clock=utc_now)


@cache
def config_wiring() -> ConfigWiring:
    """The wiring of this process. Raises `BadSettings`."""
    settings = read(FlowSettings)
    return ConfigWiring(target_dsn=settings.target_dsn, redis_url=settings.redis_url)
