"""Handlers of flow control: weights, limits, retry delays and pauses, and the decisions about workers."""

from collections.abc import Mapping
from typing import Any

from esteira.accounts.wiring import authenticate, record
from esteira.core.announcing.wiring import announce, count
from esteira.core.clock import utc_now
from esteira.core.errors import FlowUnavailable, ImpossibleFlow, NotFound, Outdated, TargetUnavailable
from esteira.core.http.app import GuardedApp
from esteira.core.http.policies import Policy
from esteira.core.http.requests import body_of, query_of
from esteira.core.reporting.wiring import report
from esteira.scaling import configure_scaling
from esteira.scaling import http as as_json
from esteira.scaling.read_decisions import ReadDecisions, ReadEvents, read_decisions, read_events
from esteira.scaling.wiring import config_wiring

app = GuardedApp("flow", authenticate=authenticate, count=count, report=report, audit=record)


@app.route("/flow", policy=Policy.VIEWER, answers=as_json.ConfigAnswer, errors=(TargetUnavailable,))
def show() -> Any:
    """Show the current configuration, with its version."""
    return as_json.config_json(configure_scaling.read_config(config_wiring().deps))


@app.route(
    "/flow",
    methods=["PUT"],
    policy=Policy.OPERATOR,
    body=as_json.ConfigDocument,
    answers=as_json.ConfigAnswer,
    errors=(Outdated, ImpossibleFlow, TargetUnavailable),
)
def change() -> Any:
    """Change the named fields: `{"version": 3, "lanes": {"orders": {"weight": 30}, …}}`."""
    document = body_of(app.request, as_json.ConfigDocument).root
    app.audited(action="flow.changed", before=as_json.config_json(configure_scaling.read_config(config_wiring().deps)))
    version = as_json.config_json(configure_scaling.change_config(config_wiring().deps, _signed(document)))
    app.audited(after=version)
    announce("workers")
    return version


@app.route("/flow/lanes/{lane}", policy=Policy.VIEWER, answers=as_json.LaneAnswer, errors=(TargetUnavailable,))
def show_lane(lane: str) -> Any:
    """Show one lane of the current configuration."""
    name = configure_scaling.known_lane(lane)
    return as_json.lane_json(configure_scaling.read_config(config_wiring().deps), name)


@app.route(
    "/flow/lanes/{lane}",
    methods=["PUT"],
    policy=Policy.OPERATOR,
    body=as_json.LaneDocument,
    answers=as_json.LaneAnswer,
    errors=(Outdated, ImpossibleFlow, TargetUnavailable),
)
def change_lane(lane: str) -> Any:
    """Change the named fields of a lane: `{"version": 3, "paused": true}`. A new weight changes the other lanes'."""
    name = configure_scaling.known_lane(lane)
    document = body_of(app.request, as_json.LaneDocument).root
    current = configure_scaling.read_config(config_wiring().deps)
    app.audited(action=_lane_action(document), before=as_json.lane_json(current, name))
    version = configure_scaling.change_lane(config_wiring().deps, name, _signed(document))
    app.audited(after=as_json.lane_json(version, name))
    announce("workers")
    return as_json.lane_json(version, name)


@app.route(
    "/flow/history",
    policy=Policy.VIEWER,
    query=as_json.ListVersions,
    answers=as_json.VersionsAnswer,
    errors=(TargetUnavailable,),
)
def list_versions() -> Any:
    """List the latest versions, newest first: `?limit=20`."""
    query = query_of(app.request, as_json.ListVersions)
    versions = configure_scaling.list_versions(config_wiring().deps, query.limit)
    return {"versions": [as_json.config_json(version) for version in versions]}


@app.route(
    "/flow/decisions",
    policy=Policy.VIEWER,
    query=ReadDecisions,
    answers=as_json.DecisionsAnswer,
    errors=(NotFound, TargetUnavailable),
)
def list_decisions() -> Any:
    """List the decision in force at a time (`?at=2026-07-01T12:00:00Z`), or the latest ones (`?limit=20`)."""
    decisions = read_decisions(config_wiring().decisions, query_of(app.request, ReadDecisions))
    return {"decisions": [as_json.decision_json(decision) for decision in decisions]}


@app.route(
    "/flow/events", policy=Policy.VIEWER, query=ReadEvents, answers=as_json.EventsAnswer, errors=(TargetUnavailable,)
)
def list_events() -> Any:
    """List scaling events, newest first: `?until=…&limit=100`."""
    events = read_events(config_wiring().decisions, query_of(app.request, ReadEvents), utc_now)
    return {"events": [as_json.event_json(event) for event in events]}


@app.route("/flow/workers", policy=Policy.VIEWER, answers=as_json.WorkersAnswer, errors=(FlowUnavailable,))
def list_workers() -> Any:
    """List all workers with their last heartbeat; workers that have ended are listed until the scaler deletes them."""
    return as_json.workers_json(config_wiring().heartbeats.beats(), utc_now())


def _lane_action(document: Mapping[str, Any]) -> str:
    if document.keys() - {"version"} != {"paused"}:
        return "lane.changed"
    return "lane.paused" if document["paused"] else "lane.resumed"


def _signed(document: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"by": app.principal.name, **document}
