"""Changes of the configuration that are chosen and not saved."""

from collections.abc import Mapping
from typing import Any

from esteira.core.names import Lane
from esteira.scaling.config import ConfigVersion, ScalingConfig
from esteira.scaling.config_change import lane_document
from esteira.scaling.config_rules import Path


class ConfigEdits:
    """The edited fields by path, on top of the version `current`."""

    def __init__(self, current: ConfigVersion, values: Mapping[Path, Any] | None = None) -> None:
        self.current = current
        self.values: dict[Path, Any] = {}
        self._weighed: Lane | None = None
        self._weights_from = current.configuration
        for path, value in (values or {}).items():
            self.set(path, value)

    def on(self, current: ConfigVersion) -> "ConfigEdits":
        """Return the same edits on top of another version."""
        return ConfigEdits(current, self.values)

    def value(self, path: Path) -> Any:
        """Return the value of a field, edited or not."""
        return self.values[path] if path in self.values else _value_at(self.current.configuration, path)

    def set(self, path: Path, value: Any) -> None:
        """Edit a field. The value in force is no edit."""
        self.values.pop(path, None)
        if value != _value_at(self.current.configuration, path):
            self.values[path] = value

    def set_weight(self, lane: Lane, weight: int) -> Mapping[Lane, int]:
        """Edit a lane's weight; the others share the rest. Return theirs.

        While the same lane is edited they are computed from where it began: otherwise 100 and back would even them out.
        """
        if lane != self._weighed:
            self._weighed, self._weights_from = lane, self._with_weights()
        lanes = lane_document(self._weights_from, lane, {"weight": weight})["lanes"]
        for each, fields in lanes.items():
            self.set(("lanes", each, "weight"), fields["weight"])
        return {each: fields["weight"] for each, fields in lanes.items() if each != lane}

    @property
    def document(self) -> dict[str, Any]:
        """The edited fields, as a change of the configuration names them."""
        document: dict[str, Any] = {}
        for path, value in self.values.items():
            inner = document
            for name in path[:-1]:
                inner = inner.setdefault(name, {})
            inner[path[-1]] = value
        return document

    def _with_weights(self) -> ScalingConfig:
        config = self.current.configuration
        lanes = {
            lane: each.model_copy(update={"weight": self.value(("lanes", lane, "weight"))})
            for lane, each in config.lanes.items()
        }
        return config.model_copy(update={"lanes": lanes})


def _value_at(config: ScalingConfig, path: Path) -> Any:
    found: Any = config.model_dump(mode="json")
    for name in path:
        found = found[name]
    return found
