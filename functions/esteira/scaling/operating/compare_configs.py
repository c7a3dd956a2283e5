"""What differs between two configurations, and what each version changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from esteira.scaling.config import ConfigVersion, ScalingConfig
from esteira.scaling.config_change import DEFAULT_VERSION
from esteira.scaling.config_rules import Path
from esteira.scaling.ports import ScalingConfigRepository


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """One field, such as `("lanes", "orders", "weight")`, with its value before and after."""

    path: Path
    before: Any
    after: Any


@dataclass(frozen=True, kw_only=True)
class VersionChanges:
    """A version, and what it changed of the one before."""

    version: ConfigVersion
    changes: Sequence[FieldChange]


def compare_configs(before: ScalingConfig, after: ScalingConfig) -> Sequence[FieldChange]:
    """The fields that differ, in the order of the configuration. A lane that one of them lacks counts as a new lane."""
    old, new = (dict(_fields(each.with_new_lanes().model_dump(mode="json"))) for each in (before, after))
    return [FieldChange(path=path, before=old[path], after=new[path]) for path in new if old[path] != new[path]]


def list_changes(configs: ScalingConfigRepository, limit: int) -> Sequence[VersionChanges]:
    """The latest versions, newest first, each with what it changed. Raises `TargetUnavailable`."""
    versions = configs.history(limit + 1)
    older = [*versions[1:], DEFAULT_VERSION]
    pairs = zip(versions[:limit], older, strict=False)
    return [
        VersionChanges(version=new, changes=compare_configs(old.configuration, new.configuration)) for new, old in pairs
    ]


def _fields(document: Mapping[str, Any], path: Path = ()) -> Iterator[tuple[Path, Any]]:
    for name, value in document.items():
        if isinstance(value, dict):
            yield from _fields(value, (*path, name))
        else:
            yield (*path, name), value
