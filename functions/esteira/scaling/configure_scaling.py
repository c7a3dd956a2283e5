"""Reads and changes the scaling configuration: all of it, one lane, or a lane's pause.

The repository decides; the cache shows the version to the consumers. A change is valid even where the cache cannot be
reached: the manager writes it there at its next tick.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from esteira.core.clock import Clock
from esteira.core.errors import FlowUnavailable, NotFound, Outdated
from esteira.core.log import logger
from esteira.core.names import LANES, Lane
from esteira.scaling.config import ConfigVersion
from esteira.scaling.config_change import apply_change, lane_document
from esteira.scaling.config_rules import Document
from esteira.scaling.ports import ConfigCache, ScalingConfigRepository

TRIES = 5


@dataclass(frozen=True, kw_only=True)
class ConfigureScalingDeps:
    """Where configurations are stored, and where consumers read the current one."""

    configs: ScalingConfigRepository
    cache: ConfigCache
    clock: Clock


def change_config(deps: ConfigureScalingDeps, document: Document) -> ConfigVersion:
    """A new version with the fields that the document names; all others stay. `version` is the one it is based on.

    Raises `Outdated` if that is not the current one, `ImpossibleFlow` naming every invalid field, and
    `TargetUnavailable`.
    """
    return _change(deps, deps.configs.current(), document)


def change_lane(deps: ConfigureScalingDeps, lane: str, document: Document) -> ConfigVersion:
    """The same for one lane. If its weight changes, the other lanes share the rest in proportion to their weights.

    Raises `NotFound` in addition to what `change_config` raises.
    """
    current = deps.configs.current()
    return _change(deps, current, lane_document(current.configuration, known_lane(lane), document))


def pause_lane(deps: ConfigureScalingDeps, lane: str, *, paused: bool, by: str) -> ConfigVersion:
    """Pauses or resumes a lane, whatever the current version is. Without effect where the lane is so already.

    Raises `NotFound`, `ImpossibleFlow`, `Outdated` after five conflicts with other changes, and `TargetUnavailable`.
    """
    name = known_lane(lane)
    for _ in range(TRIES - 1):
        with suppress(Outdated):
            return _pause(deps, name, paused=paused, by=by)
    return _pause(deps, name, paused=paused, by=by)


def read_config(deps: ConfigureScalingDeps) -> ConfigVersion:
    """The current version. Raises `TargetUnavailable`."""
    return deps.configs.current()


def list_versions(deps: ConfigureScalingDeps, limit: int) -> Sequence[ConfigVersion]:
    """The latest versions with who made them and when, newest first. Raises `TargetUnavailable`."""
    return deps.configs.history(limit)


def known_lane(name: str) -> Lane:
    """The lane of this name. Raises `NotFound`."""
    if name not in LANES:
        raise NotFound("(lane)")
    return name


def _pause(deps: ConfigureScalingDeps, lane: Lane, *, paused: bool, by: str) -> ConfigVersion:
    current = deps.configs.current()
    if current.configuration.lanes[lane].paused == paused:
        _show(deps, current)
        return current
    document = {"version": current.version, "by": by, "paused": paused}
    return _change(deps, current, lane_document(current.configuration, lane, document))


def _change(deps: ConfigureScalingDeps, current: ConfigVersion, document: Document) -> ConfigVersion:
    # Compared first: the errors of a change to an older version say nothing about the current one.
    wanted = document.get("version")
    if type(wanted) is int and wanted != current.version:
        raise Outdated(current.version)
    change = apply_change(current.configuration, document)
    version = deps.configs.change(change.configuration, expected=change.version, by=change.by, at=deps.clock())
    logger.info("configuration changed", action="change_flow", version=version.version, changed_by=version.changed_by)
    _show(deps, version)
    return version


def _show(deps: ConfigureScalingDeps, version: ConfigVersion) -> None:
    try:
        deps.cache.put(version)
    except FlowUnavailable as error:
        logger.warning("configuration not cached", action="change_flow", version=version.version, error=str(error))
