"""Finds what is wrong. Pure: from metrics, the state of the feed and the time to a list of alerts."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from esteira.tokens.integration_token import TokenState

from console.alerts.alert import URGENCY, Alert, AlertKind
from console.alerts.last_answer import last_answer
from console.alerts.ledger_balance import LedgerBalance, count_of, faults
from console.alerts.token_lives import names_by_state
from console.feed.messages import FeedState, FeedStatus
from console.feed.page_metrics import PageMetrics
from console.refresh.plan_age import PLAN_AGE, SILENT_AFTER_SECONDS, has_workers_without_plan

HELD_BACK_SECONDS = 60
"""As in the alert StalledHorizon."""

LEDGER_FAULTS = {
    LedgerBalance.UNBALANCED: AlertKind.LOST,
    LedgerBalance.CONFLICTS: AlertKind.CONFLICTS,
    LedgerBalance.UNTRIED: AlertKind.UNTRIED,
    LedgerBalance.CONTRADICTORY: AlertKind.CONTRADICTORY,
}
"""An unread source is not among them: the source has an alert of its own."""

CARDS_OF_METRICS: Mapping[str, str] = {
    "callbacks": "callbacks",
    "ledger": "ledger",
    "token": "tokens",
    "throughput": "throughput",
    "queue": "lanes",
    "workers": "workers",
    "flow": "workers",
    "source": "sources",
}
"""The card that shows a metric, by the first part of its name, in the order of the page."""


@last_answer
def find_alerts(metrics: PageMetrics, status: FeedStatus, now: datetime) -> Sequence[Alert]:
    """Return all alerts, the most urgent first."""
    found = [
        *_feed(status),
        *_ledger(metrics),
        *_plan(metrics, status, now),
        *_lanes(metrics),
        *_sources(metrics),
        *_tokens(metrics, now),
        *_callbacks(metrics),
        *(_stale(metrics, now) if status.state is not FeedState.STALLED else ()),
    ]
    return sorted(found, key=lambda alert: URGENCY[alert.kind])


def _feed(status: FeedStatus) -> Iterator[Alert]:
    kind = AlertKind.STALLED if status.state is FeedState.STALLED else AlertKind.UNMEASURED
    for failure in status.failures:
        yield Alert(kind=kind, reason=failure)


def _ledger(metrics: PageMetrics) -> Iterator[Alert]:
    for balance in faults(metrics):
        if kind := LEDGER_FAULTS.get(balance):
            yield Alert(kind=kind, count=count_of(balance, metrics))


def _plan(metrics: PageMetrics, status: FeedStatus, now: datetime) -> Iterator[Alert]:
    age, at = metrics.value(PLAN_AGE), metrics.at(PLAN_AGE)
    if age is None or at is None:
        if has_workers_without_plan(metrics.all):
            yield Alert(kind=AlertKind.WITHOUT_PLAN)
        return
    if status.state is FeedState.STALLED:  # Without Redis nobody can plan, so the plan grows older.
        age += (now - at).total_seconds()
    if age > SILENT_AFTER_SECONDS:
        yield Alert(kind=AlertKind.NOBODY_PLANS, seconds=age)


def _lanes(metrics: PageMetrics) -> Iterator[Alert]:
    for lane in metrics.labelled("workers.{lane}.missing", "lane"):
        if missing := metrics.value(f"workers.{lane}.missing"):
            yield Alert(kind=AlertKind.WORKERS_MISSING, subject=lane, count=int(missing))
    for lane in metrics.labelled("queue.{lane}.dead", "lane"):
        if dead := metrics.value(f"queue.{lane}.dead"):
            yield Alert(kind=AlertKind.DEAD_LETTERS, subject=lane, count=int(dead))
    for lane in metrics.labelled("flow.{lane}.paused", "lane"):
        if metrics.value(f"flow.{lane}.paused"):
            yield Alert(kind=AlertKind.PAUSED, subject=lane)


def _sources(metrics: PageMetrics) -> Iterator[Alert]:
    for source in metrics.labelled("source.{source}.readable", "source"):
        held_back = metrics.value(f"source.{source}.horizon_age_seconds") or 0
        if not metrics.value(f"source.{source}.readable"):
            yield Alert(kind=AlertKind.UNREADABLE, subject=source)
        if metrics.value(f"source.{source}.restarted"):
            yield Alert(kind=AlertKind.RESTARTED, subject=source)
        if held_back >= HELD_BACK_SECONDS:
            yield Alert(kind=AlertKind.HELD_BACK, subject=source, seconds=held_back)


def _tokens(metrics: PageMetrics, now: datetime) -> Iterator[Alert]:
    names = names_by_state(metrics, now)
    for kind, state in (
        (AlertKind.TOKENS_EXPIRED, TokenState.EXPIRED),
        (AlertKind.TOKENS_EXPIRING, TokenState.EXPIRING),
    ):
        if found := names[state]:
            yield Alert(kind=kind, count=len(found), subject=found[0] if len(found) == 1 else "")


def _callbacks(metrics: PageMetrics) -> Iterator[Alert]:
    if metrics.note("callbacks.band") == "alert":
        yield Alert(kind=AlertKind.CALLBACKS, count=int(metrics.value("callbacks.unprocessed") or 0))


def _stale(metrics: PageMetrics, now: datetime) -> Iterator[Alert]:
    stale = [metric for metric in metrics.all.values() if metric.is_stale(now)]
    shown_on = {CARDS_OF_METRICS.get(metric.name.split(".")[0]) for metric in stale}
    cards = tuple(card for card in dict.fromkeys(CARDS_OF_METRICS.values()) if card in shown_on)
    if cards:
        yield Alert(kind=AlertKind.STALE, cards=cards, seconds=max(metric.age_seconds(now) for metric in stale))
