"""Handlers of the producer: HTTP routes for each source, and the schedule that publishes all of them."""

from typing import Any

from chalice.app import CloudWatchEvent, Rate
from esteira.accounts.wiring import authenticate
from esteira.core.announcing.wiring import announce, count
from esteira.core.decoding import as_json
from esteira.core.http.app import GuardedApp
from esteira.core.http.policies import Policy
from esteira.core.http.requests import body_of, query_of
from esteira.core.http.time_left import seconds_left
from esteira.core.reporting.wiring import report
from esteira.producer import fill_source, list_orders, publish_all, publish_source, show_source
from esteira.producer.wiring import producer

app = GuardedApp("producer", authenticate=authenticate, count=count, report=report)


@app.route("/sources", policy=Policy.VIEWER)
def list_sources() -> Any:
    """List the names of the configured sources."""
    return {"sources": producer().names}


@app.route("/sources/{source}", policy=Policy.VIEWER)
def show(source: str) -> Any:
    """Show the position of the producer in a source, and its lag."""
    return as_json(show_source.show_source(producer().publish_deps(source)))


@app.route("/sources/{source}/orders", policy=Policy.VIEWER)
def list_page(source: str) -> Any:
    """List a page of the source's orders: `?after=0&limit=100&security_check=true`."""
    table, query = producer().table(source), query_of(app.request, list_orders.ListOrders)
    return as_json(list_orders.list_orders(table, query))


@app.route("/sources/{source}/orders", methods=["POST"], policy=Policy.OPERATOR)
def fill(source: str) -> Any:
    """Create orders: `{"count": 100, "false_share": 0.2, "seed": 7}`, only `count` is required."""
    table, command = producer().table(source), body_of(app.request, fill_source.FillSource)
    filled = fill_source.fill_source(table, command)
    announce("sources")
    return as_json(filled)


@app.route("/sources/{source}/publish", methods=["POST"], policy=Policy.OPERATOR)
def publish(source: str) -> Any:
    """Publish the new orders of a source, within the time limit of the call."""
    publish_deps = producer().publish_deps(source)
    published = publish_source.publish_source(publish_deps, remaining_seconds=seconds_left(app.lambda_context))
    announce("sources")
    return as_json(published)


@app.schedule(Rate(1, unit=Rate.MINUTES))
def publish_due(event: CloudWatchEvent) -> Any:
    """Publish the new orders of every source. Fails at the end if any source could not be published."""
    outcomes = publish_all.publish_all(producer().all_publish_deps(), remaining_seconds=seconds_left(event.context))
    announce("sources")
    return as_json(publish_all.all_published(outcomes))
