"""Makes an older configuration the current one again, as a new version."""

from esteira.core.errors import NotFound
from esteira.scaling.config import ConfigVersion
from esteira.scaling.config_change import DEFAULT_VERSION
from esteira.scaling.configure_scaling import ConfigureScalingDeps, change_config

MOST_VERSIONS = 500
"""An older one cannot be restored."""


def restore_version(deps: ConfigureScalingDeps, number: int, *, based_on: int, by: str) -> ConfigVersion:
    """A new version with all fields of version `number`, pauses included. Version 0 is the default.

    Raises `NotFound`, `Outdated` if `based_on` is not the current version, and `TargetUnavailable`.
    """
    kept = [*deps.configs.history(MOST_VERSIONS), DEFAULT_VERSION]
    wanted = next((each for each in kept if each.version == number), None)
    if wanted is None:
        raise NotFound("(version)")
    fields = wanted.configuration.with_new_lanes().model_dump(mode="json")
    return change_config(deps, {**fields, "version": based_on, "by": by})
