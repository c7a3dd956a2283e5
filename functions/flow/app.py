"""The flow-control door: weights, limits, retry delays and pauses, and why there were so many workers."""

from typing import Any

from esteira.clock import utc_now
from esteira.doors import scaling_json as as_json
from esteira.doors.decoding import body_of, query_of
from esteira.doors.guarded_app import GuardedApp
from esteira.use_cases import configure_scaling
from esteira.use_cases.read_decisions import ReadDecisions, ReadEvents, read_decisions, read_events
from esteira.wiring.announcements import announce, count
from esteira.wiring.scaling_config import flow, operator_token

app = GuardedApp("flow", token=operator_token, count=count)


@app.route("/flow")
def show() -> Any:
    """The configuration in force, with its version."""
    return as_json.flow_json(configure_scaling.read_flow(flow().control))


@app.route("/flow", methods=["PUT"])
def change() -> Any:
    """Changes what is named: `{"version": 3, "lanes": {"orders": {"weight": 30}, "payments": {"weight": 70}}}`."""
    version = configure_scaling.change_flow(flow().control, body_of(app.request, as_json.FlowDocument).root)
    announce("workers")
    return as_json.flow_json(version)


@app.route("/flow/lanes/{lane}")
def show_lane(lane: str) -> Any:
    """One lane of the configuration in force."""
    name = configure_scaling.known_lane(lane)
    return as_json.lane_json(configure_scaling.read_flow(flow().control), name)


@app.route("/flow/lanes/{lane}", methods=["PUT"])
def change_lane(lane: str) -> Any:
    """Changes what is named of one lane: `{"version": 3, "paused": true}`. A new weight changes the other lanes'."""
    name, document = configure_scaling.known_lane(lane), body_of(app.request, as_json.FlowDocument).root
    version = configure_scaling.change_lane(flow().control, name, document)
    announce("workers")
    return as_json.lane_json(version, name)


@app.route("/flow/history")
def list_versions() -> Any:
    """What was changed, the newest first: `?limit=20`."""
    query = query_of(app.request, as_json.ListVersions)
    versions = configure_scaling.list_versions(flow().control, query.limit)
    return {"versions": [as_json.flow_json(version) for version in versions]}


@app.route("/flow/decisions")
def list_decisions() -> Any:
    """The decision in force at a moment (`?at=2026-07-01T12:00:00Z`), or the latest ones (`?limit=20`)."""
    decisions = read_decisions(flow().decisions, query_of(app.request, ReadDecisions))
    return {"decisions": [as_json.decision_json(decision) for decision in decisions]}


@app.route("/flow/events")
def list_events() -> Any:
    """What the scaler did, the newest first: `?until=…&limit=100`."""
    events = read_events(flow().decisions, query_of(app.request, ReadEvents), utc_now)
    return {"events": [as_json.event_json(event) for event in events]}


@app.route("/flow/workers")
def list_workers() -> Any:
    """The workers that beat, or beat until a moment ago."""
    return as_json.workers_json(flow().workers.beats(), utc_now())
