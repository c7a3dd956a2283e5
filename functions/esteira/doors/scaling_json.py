"""Flow control as the doors take and answer it: the routes under `/flow`, and the commands' `--json`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field, JsonValue, RootModel

from esteira.domain.flow.config import FlowVersion
from esteira.domain.flow.observation import Heartbeat
from esteira.domain.names import Lane
from esteira.use_cases.ports.scaling import Decision, ScalingEvent

MAX_LISTED = 500


class FlowDocument(RootModel[dict[str, JsonValue]], frozen=True):
    """Some fields of the flow's configuration; what is wrong with them is found when they meet the rest of it."""


class ListVersions(BaseModel, frozen=True, extra="forbid"):
    """Up to so many versions."""

    limit: int = Field(default=20, ge=1, le=MAX_LISTED)


def flow_json(version: FlowVersion) -> dict[str, Any]:
    """A whole version. What stands beside the configuration's fields is its number, and who made it when."""
    return {**_head(version), **version.configuration.model_dump(mode="json")}


def lane_json(version: FlowVersion, lane: Lane) -> dict[str, Any]:
    """One lane of a version."""
    return {**_head(version), "lane": lane, **version.configuration.lanes[lane].model_dump(mode="json")}


def decision_json(decision: Decision) -> dict[str, Any]:
    """A decision: the lanes' numbers with their rules and reasons, and under `observation` what they were made from."""
    return {"id": decision.id, **decision.plan.model_dump(mode="json")}


def event_json(event: ScalingEvent) -> dict[str, Any]:
    """Something that the scaler did."""
    return event.model_dump(mode="json")


def workers_json(workers: Sequence[Heartbeat], now: datetime) -> dict[str, Any]:
    """All workers with the age of their last sign of life; those that are `missing` are being replaced."""
    return {"now": now.isoformat(), "workers": [_worker_json(one, now) for one in workers]}


def _head(version: FlowVersion) -> dict[str, Any]:
    return version.model_dump(mode="json", exclude={"configuration"})


def _worker_json(worker: Heartbeat, now: datetime) -> dict[str, Any]:
    return {
        **worker.model_dump(mode="json"),
        "age_seconds": round((now - worker.at).total_seconds(), 3),
        "missing": worker.is_missing(now),
    }
