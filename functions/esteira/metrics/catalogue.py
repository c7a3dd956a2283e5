"""The table of all metrics. Names, units and meanings stand here and nowhere else: docs/metrics.md is made from it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from esteira.core.announcing.topics import Topic

Keep = Literal["last", "mean"]
"""What is kept of a minute and an hour: the last value (states, totals, countdowns) or the mean (levels, rates)."""


@dataclass(frozen=True, kw_only=True)
class MetricKind:
    """A row of the table. `pattern` is the name, with its labels in braces."""

    pattern: str
    unit: str
    topic: Topic | None
    """None: the topic is the label `lane`."""
    keep: Keep
    meaning: str
    counter: bool = False
    """It only ever grows, save that it starts again at 0."""

    def name(self, **labels: str) -> str:
        """The name of the metric with these labels."""
        return self.pattern.format(**labels)

    def labels_in(self, name: str) -> Mapping[str, str] | None:
        """The labels of a name of this kind; None for any other name."""
        found = self._regex.fullmatch(name)
        return found.groupdict() if found else None

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        # Nothing but a token's name may hold dots, and what follows a label tells it from the rest.
        parts = re.split(r"\{(\w+)\}", self.pattern)
        spelled = [re.escape(part) if at % 2 == 0 else f"(?P<{part}>.+)" for at, part in enumerate(parts)]
        return re.compile("".join(spelled))


def _kind(pattern: str, unit: str, topic: Topic | None, keep: Keep, meaning: str) -> MetricKind:
    return MetricKind(pattern=pattern, unit=unit, topic=topic, keep=keep, meaning=meaning)


def _counter(pattern: str, unit: str, topic: Topic | None, meaning: str) -> MetricKind:
    return MetricKind(pattern=pattern, unit=unit, topic=topic, keep="last", meaning=meaning, counter=True)


CATALOGUE = (
    _kind("callbacks.unprocessed", "callbacks", "callbacks", "mean", "Callbacks received and not yet processed."),
    _kind("callbacks.band", "0, 1, 2", "callbacks", "last", "What that number is called: 0 normal, 1 slow, 2 alert."),
    _kind("callbacks.oldest_seconds", "s", "callbacks", "mean", "Age of the oldest unprocessed callback, else 0."),
    _kind("token.{token}.updated_at", "unix s", "tokens", "last", "When the token was last created or rotated."),
    _kind("token.{token}.lifetime_seconds", "s", "tokens", "last", "How long it is valid from then on."),
    _kind("token.{token}.seconds_left", "s", "tokens", "last", "How long it is still valid; negative when it is not."),
    _kind("token.{token}.state", "0, 1, 2", "tokens", "last", "0 valid, 1 expiring, 2 expired."),
    _kind("queue.{lane}.visible", "messages", None, "mean", "Messages that may be received now, as SQS counts."),
    _kind("queue.{lane}.in_flight", "messages", None, "mean", "Messages received: at work, or waiting for a retry."),
    _kind("queue.{lane}.delayed", "messages", None, "mean", "Messages sent with a delay that is not over."),
    _kind("queue.{lane}.dead", "messages", None, "last", "Messages in the lane's dead-letter queue."),
    _kind(
        "queue.{lane}.oldest_seconds", "s", None, "mean",
        "Age of the oldest message whose time is written down, else 0. Orders: the longest since a failed attempt of"
        " one that comes again. Payments: the oldest unprocessed callback. SQS tells no ages.",
    ),
    _kind(
        "queue.{lane}.oldest_dead_seconds", "s", None, "last",
        "Age of the oldest on record that died, else 0. Orders: since its last attempt. Payments: since its receipt.",
    ),
    _kind("source.{source}.lag", "rows", "sources", "mean", "Rows past the cursor: not yet read."),
    _kind(
        "source.{source}.horizon_age_seconds", "s", "sources", "mean",
        "Age of the oldest open transaction that rows may have to wait for.",
    ),
    _kind("throughput.orders", "orders/s", "orders", "mean", "Orders that reached the target, since the last look."),
    _kind("throughput.{lane}.attempts", "attempts/s", None, "mean", "Attempts, since the last look."),
    _kind("throughput.{lane}.errors", "attempts/s", None, "mean", "Attempts that failed, since the last look."),
    _counter("attempts.{lane}.all", "attempts", None, "Attempts counted by the consumers since Redis was empty."),
    _counter("attempts.{lane}.errors", "attempts", None, "Those of them that failed."),
    _kind("workers.all", "workers", "workers", "mean", "Workers that beat, of all lanes."),
    _kind("workers.{lane}.alive", "workers", "workers", "mean", "Workers of the lane that beat."),
    _kind("workers.{lane}.wanted", "workers", "workers", "last", "Workers that the plan gives the lane."),
    _kind("workers.{lane}.busy", "workers", "workers", "mean", "Those of the living that hold messages."),
    _kind("workers.{lane}.in_hand", "messages", "workers", "mean", "Messages that they hold."),
    _kind(
        "workers.{lane}.processed", "messages", "workers", "last",
        "Messages that the living have finished since each was started; falls when one ends.",
    ),
    _kind("workers.{lane}.failed", "messages", "workers", "last", "Likewise, messages that failed."),
    _kind(
        "workers.{lane}.rate", "messages/s", "workers", "mean",
        "What the living finish while they are busy; those that have not been busy yet count 0.",
    ),
    _kind("workers.{lane}.memory_mib", "MiB", "workers", "mean", "Memory of the living with their children."),
    _kind("flow.{lane}.needed", "workers", "workers", "mean", "Workers that the lane needs, before any limit."),
    _kind("flow.{lane}.paused", "0, 1", "workers", "last", "1 if the lane is paused: nobody receives."),
    _kind(
        "flow.plan_age_seconds", "s", "workers", "last",
        "Since the manager last planned, which it does every two seconds. None without a plan.",
    ),
    _counter("tasks.{task}.{state}", "tasks", "workers", "Celery tasks that came to this state since Redis was empty."),
    _counter(
        "functions.{function}.invocations", "invocations", "workers",
        "Invocations of a function that came to an end since Redis was empty. Those that were killed are missing.",
    ),
    _counter("functions.{function}.errors", "invocations", "workers", "Those that failed, or answered 500 and above."),
    _counter("functions.{function}.seconds", "s", "workers", "Time that they took, but for the start of a process."),
    _kind("ledger.not_read", "rows", "orders", "last", "Rows that no producer has read yet."),
    _kind("ledger.queued", "rows", "orders", "last", "Rows whose message waits."),
    _kind("ledger.in_flight", "rows", "orders", "last", "Rows whose message is at work."),
    _kind("ledger.retrying", "rows", "orders", "last", "Rows that failed and come again."),
    _kind("ledger.dead", "rows", "orders", "last", "Rows that failed for the last time."),
    _kind("ledger.rejected", "rows", "orders", "last", "Rows that can never become a message."),
    _kind("ledger.persisted", "rows", "orders", "last", "Rows that have arrived in the target."),
    _kind("ledger.residual", "rows", "orders", "last", "Rows that are in no state: certainly lost. Always 0."),
    _kind("ledger.phantom", "rows", "orders", "last", "Rows that the target knows and no source does. Always 0."),
    _kind("ledger.overlapping", "rows", "orders", "last", "Rows in more than one state. Always 0."),
    _kind("ledger.settled", "0, 1", "orders", "last", "1 if nothing moved while the stores were read."),
    _kind("ledger.balanced", "0, 1", "orders", "last", "1 if every row is known to be in exactly one state."),
)  # fmt: skip

METRIC_KINDS: Mapping[str, MetricKind] = {kind.pattern: kind for kind in CATALOGUE}


@cache
def kind_of(name: str) -> MetricKind | None:
    """The row of the table that a name belongs to; None for a name that nothing is called."""
    return next((kind for kind in CATALOGUE if kind.labels_in(name) is not None), None)
