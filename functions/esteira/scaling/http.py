"""JSON of the routes under `/flow` and of the commands' `--json`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field, RootModel

from esteira.core.identifiers import id_text
from esteira.core.names import Lane
from esteira.core.numbers import Whole
from esteira.scaling.config import ConfigVersion
from esteira.scaling.observation import Heartbeat
from esteira.scaling.ports import Decision, ScalingEvent

MAX_LISTED = 500


class ConfigDocument(RootModel[dict[str, Any]], frozen=True):
    """Some fields of the scaling configuration. They are validated together with the fields that stay."""


class ListVersions(BaseModel, frozen=True, extra="forbid"):
    """The number of versions to list."""

    limit: Whole = Field(default=20, ge=1, le=MAX_LISTED)


def config_json(version: ConfigVersion) -> dict[str, Any]:
    """A version: the configuration's fields, its number, who made it and when."""
    return {**_head(version), **version.configuration.model_dump(mode="json")}


def lane_json(version: ConfigVersion, lane: Lane) -> dict[str, Any]:
    """One lane of a version."""
    return {**_head(version), "lane": lane, **version.configuration.lanes[lane].model_dump(mode="json")}


def decision_json(decision: Decision) -> dict[str, Any]:
    """A decision: the lanes' numbers with rules and reasons, and under `observation` their inputs."""
    return {"id": id_text(decision.id), **decision.plan.model_dump(mode="json")}


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
