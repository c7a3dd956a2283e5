"""Changes of the scaling configuration: fields that are not named stay, and all errors are found at once."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, StringConstraints, ValidationError

from esteira.core.decoding import reason
from esteira.core.errors import ImpossibleFlow
from esteira.core.names import ON_ONE_LINE, Lane
from esteira.scaling.config import ConfigVersion, ScalingConfig
from esteira.scaling.config_rules import ALL_WEIGHTS, Document, Path, faults_between
from esteira.scaling.share_out import share_out

DEFAULT_VERSION = ConfigVersion(version=0, configuration=ScalingConfig())


class ConfigChange(ScalingConfig, frozen=True, extra="forbid"):
    """A whole new configuration, with the version that it is based on and who made it."""

    version: int = Field(ge=0)
    by: Annotated[str, StringConstraints(max_length=100, pattern=ON_ONE_LINE)] = "operator"

    @property
    def configuration(self) -> ScalingConfig:
        """The new configuration alone."""
        return ScalingConfig(**{name: getattr(self, name) for name in ScalingConfig.model_fields})


def apply_change(current: ScalingConfig, document: Document) -> ConfigChange:
    """Merges a document into the current configuration. Raises `ImpossibleFlow`, which names every invalid field."""
    whole = _merged(current.model_dump(mode="json"), document)
    try:
        change = ConfigChange.model_validate(whole, strict=True)
    except ValidationError as error:
        faults = {_path(item["loc"]): reason(item) for item in error.errors()}
        raise ImpossibleFlow(_dotted(faults | dict(faults_between(whole, faults)))) from None
    if faults := dict(faults_between(whole, {})):
        raise ImpossibleFlow(_dotted(faults))
    return change


def lane_document(current: ScalingConfig, lane: Lane, document: Document) -> Document:
    """One lane's document as one of the whole. The other lanes share what a new weight leaves, by their weights."""
    head = {name: document[name] for name in ("version", "by") if name in document}
    fields = {name: value for name, value in document.items() if name not in head}
    others = {other: {"weight": part} for other, part in _other_weights(current, lane, fields.get("weight")).items()}
    return head | {"lanes": {**others, lane: fields}}


def _other_weights(current: ScalingConfig, lane: Lane, weight: Any) -> Mapping[Lane, int]:
    if type(weight) is not int or not 0 <= weight <= ALL_WEIGHTS:
        return {}
    weights = {other: config.weight for other, config in current.lanes.items() if other != lane}
    rest = ALL_WEIGHTS - weight
    return share_out(rest, floors=dict.fromkeys(weights, 0), caps=dict.fromkeys(weights, rest), weights=weights)


def _merged(old: Document, new: Document) -> dict[str, Any]:
    both = {name: _merged(old[name], new[name]) for name in old.keys() & new.keys() if _both_documents(old, new, name)}
    return {**old, **new, **both}


def _both_documents(old: Document, new: Document, name: str) -> bool:
    return isinstance(old[name], dict) and isinstance(new[name], dict)


def _path(loc: tuple[int | str, ...]) -> Path:
    return tuple(str(part) for part in loc if part != "[key]")


def _dotted(faults: Mapping[Path, str]) -> dict[str, str]:
    return {".".join(path): fault for path, fault in faults.items()}
