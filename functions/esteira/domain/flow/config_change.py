"""Changes of the flow's configuration: what is not named stays, and all that is wrong is found at once (F21)."""

import json
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, StringConstraints, ValidationError

from esteira.domain.flow.config import FlowConfiguration, FlowVersion
from esteira.domain.flow.config_rules import ALL_WEIGHTS, Document, Path, faults_between
from esteira.domain.flow.share_out import share_out
from esteira.domain.names import Lane
from esteira.errors import ImpossibleFlow

NEVER_CHANGED = FlowVersion(version=0, configuration=FlowConfiguration())


class FlowChange(FlowConfiguration, frozen=True, extra="forbid"):
    """A whole new configuration, with the version that it was made from and who made it."""

    version: int = Field(ge=0)
    by: Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]{1,100}$")] = "operator"

    @property
    def configuration(self) -> FlowConfiguration:
        """Without the rest."""
        return FlowConfiguration(**{name: getattr(self, name) for name in FlowConfiguration.model_fields})


def changed(current: FlowConfiguration, document: Document) -> FlowChange:
    """The change that a document asks for. Raises `ImpossibleFlow`, which names every field that is off."""
    whole = _merged(current.model_dump(mode="json"), document)
    try:
        change = FlowChange.model_validate_json(json.dumps(whole), strict=True)
    except ValidationError as error:
        faults = {_path(item["loc"]): item["msg"] for item in error.errors()}
        raise ImpossibleFlow(_spelled(faults | dict(faults_between(whole, faults)))) from None
    if faults := dict(faults_between(whole, {})):
        raise ImpossibleFlow(_spelled(faults))
    return change


def of_lane(current: FlowConfiguration, lane: Lane, document: Document) -> Document:
    """A document about one lane, as one about the whole. What its new weight leaves the others share by theirs."""
    head = {name: document[name] for name in ("version", "by") if name in document}
    fields = {name: value for name, value in document.items() if name not in head}
    others = {other: {"weight": part} for other, part in _rest(current, lane, fields.get("weight")).items()}
    return head | {"lanes": {**others, lane: fields}}


def _rest(current: FlowConfiguration, lane: Lane, weight: Any) -> Mapping[Lane, int]:
    if type(weight) is not int or not 0 <= weight <= ALL_WEIGHTS:
        return {}
    weights = {other: flow.weight for other, flow in current.lanes.items() if other != lane}
    rest = ALL_WEIGHTS - weight
    return share_out(rest, floors=dict.fromkeys(weights, 0), caps=dict.fromkeys(weights, rest), weights=weights)


def _merged(old: Document, new: Document) -> dict[str, Any]:
    both = {name: _merged(old[name], new[name]) for name in old.keys() & new.keys() if _are_documents(old, new, name)}
    return {**old, **new, **both}


def _are_documents(old: Document, new: Document, name: str) -> bool:
    return isinstance(old[name], dict) and isinstance(new[name], dict)


def _path(loc: tuple[int | str, ...]) -> Path:
    return tuple(str(part) for part in loc if part != "[key]")


def _spelled(faults: Mapping[Path, str]) -> dict[str, str]:
    return {".".join(path): fault for path, fault in faults.items()}
