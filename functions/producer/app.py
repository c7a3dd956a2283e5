"""Handlers of the producer: HTTP routes for each source, and the schedule that publishes all of them."""

from typing import Any

from chalice.app import CloudWatchEvent, Rate
from esteira.accounts.wiring import authenticate, record
from esteira.core.announcing.wiring import announce, count
from esteira.core.decoding import as_json
from esteira.core.errors import (
    BadRow,
    CursorUnavailable,
    QueueUnavailable,
    SourceUnavailable,
    SourceUnfit,
    TargetUnavailable,
)
from esteira.core.http.app import GuardedApp
from esteira.core.http.policies import Policy
from esteira.core.http.requests import body_of, query_of
from esteira.core.http.time_left import seconds_left
from esteira.core.reporting.wiring import report
from esteira.producer import fill_source, list_orders, publish_all, publish_source, show_horizon, show_source
from esteira.producer.horizon import Horizon
from esteira.producer.http import SourcesJson, sources_json
from esteira.producer.ports import Filled
from esteira.producer.wiring import producer

app = GuardedApp("producer", authenticate=authenticate, count=count, report=report, audit=record)

READING = (SourceUnavailable, SourceUnfit, CursorUnavailable, TargetUnavailable)
"""What can be wrong when the position in a source is read."""


@app.route("/sources", policy=Policy.VIEWER, answers=SourcesJson)
def list_sources() -> Any:
    """List the names of the configured sources."""
    return sources_json(producer().names)


@app.route("/sources/{source}", policy=Policy.VIEWER, answers=show_source.SourceStatus, errors=READING)
def show(source: str) -> Any:
    """Show the position of the producer in a source, and its lag."""
    return as_json(show_source.show_source(producer().publish_deps(source)))


@app.route("/sources/{source}/horizon", policy=Policy.VIEWER, answers=Horizon, errors=(SourceUnavailable, SourceUnfit))
def show_holders(source: str) -> Any:
    """Show which open transactions hold up the horizon of a source, with their statements but without values."""
    return as_json(show_horizon.show_horizon(producer().horizon(source), source))


@app.route(
    "/sources/{source}/orders",
    policy=Policy.VIEWER,
    query=list_orders.ListOrders,
    answers=list_orders.ListedOrders,
    errors=(SourceUnavailable, SourceUnfit),
)
def list_page(source: str) -> Any:
    """List a page of the source's orders: `?after=0&limit=100&security_check=true`."""
    table, query = producer().table(source), query_of(app.request, list_orders.ListOrders)
    return as_json(list_orders.list_orders(table, query))


@app.route(
    "/sources/{source}/orders",
    methods=["POST"],
    policy=Policy.OPERATOR,
    body=fill_source.FillSource,
    answers=Filled,
    errors=(SourceUnavailable, SourceUnfit, BadRow),
)
def fill(source: str) -> Any:
    """Create orders: `{"count": 100, "false_share": 0.2, "seed": 7}`, only `count` is required."""
    table, command = producer().table(source), body_of(app.request, fill_source.FillSource)
    app.audited(action="source.filled")
    filled = as_json(fill_source.fill_source(table, command))
    app.audited(after=filled)
    announce("sources")
    return filled


@app.route(
    "/sources/{source}/publish",
    methods=["POST"],
    policy=Policy.OPERATOR,
    body=None,
    answers=publish_source.Published,
    errors=(*READING, QueueUnavailable),
)
def publish(source: str) -> Any:
    """Publish the new orders of a source, within the time limit of the call."""
    app.audited(action="source.published")
    publish_deps = producer().publish_deps(source)
    remaining_seconds = seconds_left(app.lambda_context)
    published = as_json(publish_source.publish_source(publish_deps, remaining_seconds=remaining_seconds))
    app.audited(after=published)
    announce("sources")
    return published


@app.schedule(Rate(1, unit=Rate.MINUTES))
def publish_due(event: CloudWatchEvent) -> Any:
    """Publish the new orders of every source. Fails at the end if any source could not be published."""
    outcomes = publish_all.publish_all(producer().all_publish_deps(), remaining_seconds=seconds_left(event.context))
    announce("sources")
    return as_json(publish_all.all_published(outcomes))
