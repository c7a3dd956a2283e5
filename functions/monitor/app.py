"""Handlers of the monitor: ledger, metrics, message history, and the schedules that run each minute."""

from typing import Any, Literal
from urllib.parse import unquote

from chalice.app import CloudWatchEvent, Rate
from esteira.accounts.wiring import authenticate, record
from esteira.consumer.relay_attempts import relay_attempts
from esteira.core.announcing.wiring import count
from esteira.core.clock import utc_now
from esteira.core.decoding import as_json
from esteira.core.errors import (
    CursorUnavailable,
    MetricsUnavailable,
    QueueUnavailable,
    TargetUnavailable,
    Unprocessable,
)
from esteira.core.http.app import GuardedApp
from esteira.core.http.policies import Policy
from esteira.core.http.requests import query_of
from esteira.core.http.time_left import seconds_left
from esteira.core.log import logger
from esteira.core.reporting.wiring import report
from esteira.metrics.compute_metrics import compute_metrics
from esteira.metrics.embedded import embedded
from esteira.metrics.http import MetricsJson, metrics_json
from esteira.metrics.read_history import MetricHistory, ReadHistory, read_history
from esteira.metrics.read_metrics import read_metrics
from esteira.metrics.wiring import metrics
from esteira.reconciliation.http import HistoryJson, LedgerJson, history_json, ledger_json
from esteira.reconciliation.read_ledger import read_ledger
from esteira.reconciliation.show_history import show_history
from esteira.reconciliation.wiring import operator
from typing_extensions import TypedDict

app = GuardedApp("monitor", authenticate=authenticate, count=count, report=report, audit=record)


class HealthJson(TypedDict):
    """The function runs."""

    status: Literal["ok"]


@app.route("/health", policy=Policy.PUBLIC, answers=HealthJson)
def show_health() -> Any:
    """Report that the function runs."""
    return {"status": "ok"}


@app.route(
    "/ledger", policy=Policy.VIEWER, answers=LedgerJson, errors=(TargetUnavailable, QueueUnavailable, CursorUnavailable)
)
def show_ledger() -> Any:
    """Show the number of rows in each state, for every source."""
    return ledger_json(read_ledger(operator().ledger_deps))


@app.route(
    "/messages/{message_id}", policy=Policy.VIEWER, answers=HistoryJson, errors=(Unprocessable, TargetUnavailable)
)
def show_message(message_id: str) -> Any:
    """Show the attempts of a message, and where its order or callback is: `message_reference.FORMS` may name it."""
    return history_json(show_history(operator().history_deps, unquote(message_id)))


@app.route("/metrics", policy=Policy.VIEWER, answers=MetricsJson, errors=(MetricsUnavailable,))
def show_metrics() -> Any:
    """Show the current values of all metrics, with their age."""
    return metrics_json(read_metrics(metrics().store, utc_now))


@app.route(
    "/metrics/{name}/history",
    policy=Policy.VIEWER,
    query=ReadHistory,
    answers=MetricHistory,
    errors=(MetricsUnavailable,),
)
def show_metric_history(name: str) -> Any:
    """Show the history of a metric: `?from=…&to=…&step=1|60|3600`."""
    query = query_of(app.request, ReadHistory)
    return as_json(read_history(metrics().store, unquote(name), query, utc_now()))


@app.schedule(Rate(1, unit=Rate.MINUTES))
def compute_metrics_due(event: CloudWatchEvent) -> Any:
    """Compute all metrics, with full counts of every table."""
    del event
    computed = compute_metrics(metrics().thorough)
    logger.info("metrics computed", action="compute_metrics", **embedded(computed, metrics().stack))
    return {"computed": len(computed.metrics), "failed": sorted(computed.failed)}


@app.schedule(Rate(1, unit=Rate.MINUTES))
def relay_attempts_due(event: CloudWatchEvent) -> Any:
    """Deliver the attempt documents that MongoDB has not accepted yet."""
    log, outbox = operator().relay
    return {"delivered": relay_attempts(log, outbox, remaining_seconds=seconds_left(event.context))}
