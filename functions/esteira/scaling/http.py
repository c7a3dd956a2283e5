"""JSON of the routes under `/flow` and of the commands' `--json`."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field, RootModel

from esteira.core.identifiers import Id
from esteira.core.names import Lane
from esteira.core.numbers import Whole
from esteira.scaling.config import ConfigVersion, LaneConfig, ScalingConfig
from esteira.scaling.config_change import ConfigChange
from esteira.scaling.observation import Heartbeat
from esteira.scaling.plan import Plan
from esteira.scaling.ports import Decision, ScalingEvent

MAX_LISTED = 500
HEAD = ("version", "by")


def some_fields_of(model: type[BaseModel], part: type[BaseModel] | None = None) -> Callable[[dict[str, Any]], None]:
    """Return what completes the schema of a document that names some fields of a model, and in any case its version.

    With `part` the fields are those of the part, beside the head of the model.
    """

    def complete(schema: dict[str, Any]) -> None:
        whole = _optional(model.model_json_schema())
        head = {name: whole[name] for name in HEAD}
        properties = head | _optional(part.model_json_schema()) if part else whole
        schema.update(properties=properties, required=["version"], additionalProperties=False)

    return complete


def _optional(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the properties of a schema, none of which is required at any depth."""
    definitions = schema.get("$defs", {})

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            value = definitions[value["$ref"].rpartition("/")[2]] if "$ref" in value else value
            return {name: plain(each) for name, each in value.items() if name not in {"required", "default", "title"}}
        return [plain(each) for each in value] if isinstance(value, list) else value

    return {name: plain(each) for name, each in schema["properties"].items()}


class ConfigDocument(RootModel[dict[str, Any]], frozen=True, json_schema_extra=some_fields_of(ConfigChange)):
    """Some fields of the scaling configuration. They are validated together with the fields that stay."""


class LaneDocument(RootModel[dict[str, Any]], frozen=True, json_schema_extra=some_fields_of(ConfigChange, LaneConfig)):
    """Some fields of a lane, likewise."""


class ListVersions(BaseModel, frozen=True, extra="forbid"):
    """The number of versions to list."""

    limit: Whole = Field(default=20, ge=1, le=MAX_LISTED)


class ConfigAnswer(ScalingConfig):
    """A version of the scaling configuration. Version 0 is the default."""

    version: int
    changed_by: str
    changed_at: datetime | None


class VersionsAnswer(BaseModel, frozen=True):
    """Versions, the newest first."""

    versions: list[ConfigAnswer]


class LaneAnswer(LaneConfig):
    """One lane of a version."""

    version: int
    changed_by: str
    changed_at: datetime | None
    lane: Lane


class DecisionAnswer(Plan):
    """A decision: the lanes' numbers with rules and reasons, and under `observation` their inputs."""

    id: Id


class DecisionsAnswer(BaseModel, frozen=True):
    """Decisions, the newest first."""

    decisions: list[DecisionAnswer]


class EventsAnswer(BaseModel, frozen=True):
    """Actions of the scaler, the newest first."""

    events: list[ScalingEvent]


class WorkerAnswer(Heartbeat):
    """The last heartbeat of a worker. One that is `missing` is being replaced."""

    age_seconds: float
    missing: bool


class WorkersAnswer(BaseModel, frozen=True):
    """All workers."""

    now: datetime
    workers: list[WorkerAnswer]


def config_json(version: ConfigVersion) -> dict[str, Any]:
    """A version: the configuration's fields, its number, who made it and when."""
    return {**_head(version), **version.configuration.model_dump(mode="json")}


def lane_json(version: ConfigVersion, lane: Lane) -> dict[str, Any]:
    """One lane of a version."""
    return {**_head(version), "lane": lane, **version.configuration.lanes[lane].model_dump(mode="json")}


def decision_json(decision: Decision) -> dict[str, Any]:
    """A decision, whose id is text."""
    return DecisionAnswer(id=decision.id, **dict(decision.plan)).model_dump(mode="json")


def event_json(event: ScalingEvent) -> dict[str, Any]:
    """One action of the scaler."""
    return event.model_dump(mode="json")


def workers_json(workers: Sequence[Heartbeat], now: datetime) -> dict[str, Any]:
    """All workers with the age of their last heartbeat; those that are `missing` are being replaced."""
    return {"now": now.isoformat(), "workers": [_worker_json(one, now) for one in workers]}


def _head(version: ConfigVersion) -> dict[str, Any]:
    return version.model_dump(mode="json", exclude={"configuration"})


def _worker_json(worker: Heartbeat, now: datetime) -> dict[str, Any]:
    return {
        **worker.model_dump(mode="json"),
        "age_seconds": round((now - worker.at).total_seconds(), 3),
        "missing": worker.is_missing(now),
    }
