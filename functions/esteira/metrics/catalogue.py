"""The catalogue of all metrics: the only place for names, units and meanings.

docs/reference/metrics.md is generated from it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from esteira.core.announcing.topics import Topic

Keep = Literal["last", "mean"]
"""The value stored for a minute or an hour: the last one (states, totals, countdowns) or the mean (levels, rates)."""


@dataclass(frozen=True, kw_only=True)
class MetricKind:
    """A row of the catalogue. `pattern` is the name, with its labels in braces."""

    pattern: str
    unit: str
    topic: Topic | None
    """None: the topic is the label `lane`."""
    keep: Keep
    meaning: str
    counter: bool = False
    """The value only grows, except that it can start again at 0."""

    def name(self, **labels: str) -> str:
        """Return the name of the metric with these labels."""
        return self.pattern.format(**labels)

    def labels_in(self, name: str) -> Mapping[str, str] | None:
        """Return the labels of a name of this kind; None for any other name."""
        match = self._regex.fullmatch(name)
        return match.groupdict() if match else None

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        # A label may contain dots, for example a token's name. The fixed text after it makes the match unambiguous.
        parts = re.split(r"\{(\w+)\}", self.pattern)
        groups = [re.escape(part) if index % 2 == 0 else f"(?P<{part}>.+)" for index, part in enumerate(parts)]
        return re.compile("".join(groups))


def _kind(pattern: str, unit: str, topic: Topic | None, keep: Keep, meaning: str) -> MetricKind:
    return MetricKind(pattern=pattern, unit=unit, topic=topic, keep=keep, meaning=meaning)


def _counter(pattern: str, unit: str, topic: Topic | None, meaning: str) -> MetricKind:
    return MetricKind(pattern=pattern, unit=unit, topic=topic, keep="last", meaning=meaning, counter=True)


CATALOGUE = (
    _kind("callbacks.unprocessed", "callbacks", "callbacks", "mean", "Callbacks received and not yet processed."),
    _kind("callbacks.band", "0, 1, 2", "callbacks", "last", "Band of that number: 0 normal, 1 slow, 2 alert."),
    _kind("callbacks.oldest_seconds", "s", "callbacks", "mean", "Age of the oldest unprocessed callback, else 0."),
    _kind("token.{token}.updated_at", "unix s", "tokens", "last", "When the token was last created or rotated."),
    _kind("token.{token}.lifetime_seconds", "s", "tokens", "last", "How long it is valid from then on."),
    _kind("token.{token}.margin_seconds", "s", "tokens", "last", "How long before its end it counts as expiring."),
    _kind("token.{token}.seconds_left", "s", "tokens", "last", "How long it is still valid; negative once expired."),
    _kind("token.{token}.state", "0, 1, 2", "tokens", "last", "0 valid, 1 expiring, 2 expired, when it is read."),
    _kind("queue.{lane}.visible", "messages", None, "mean", "Messages that can be received now, as SQS counts."),
    _kind("queue.{lane}.in_flight", "messages", None, "mean", "Messages received: in process or awaiting a retry."),
    _kind("queue.{lane}.delayed", "messages", None, "mean", "Messages sent with a delay that has not passed."),
    _kind("queue.{lane}.dead", "messages", None, "last", "Messages in the lane's dead-letter queue."),
    _kind(
        "queue.{lane}.oldest_seconds", "s", None, "mean",
        "Age of the oldest message whose time is recorded, else 0. Orders: the longest time since the last attempt of"
        " one that will be retried. Payments: the oldest unprocessed callback. Look-ups: the oldest unfinished task."
        " SQS reports no ages.",
    ),
    _kind(
        "queue.{lane}.oldest_dead_seconds", "s", None, "last",
        "Age of the oldest dead order, callback or task, else 0. Payments: since receipt; others: since the last"
        " attempt.",
    ),
    _kind("source.{source}.lag", "rows", "sources", "mean", "Rows past the cursor: not yet read."),
    _kind(
        "source.{source}.horizon_age_seconds", "s", "sources", "mean",
        "Age of the oldest open transaction that can hold back rows.",
    ),
    _kind("source.{source}.readable", "0, 1", "sources", "last", "0 if the source could not be read, else 1."),
    _kind(
        "source.{source}.restarted", "0, 1", "sources", "last",
        "1 if the source began anew and its orders were neither found equal to the target's nor accepted since.",
    ),
    _kind("throughput.orders", "orders/s", "orders", "mean", "Orders that reached the target, since the last value."),
    _kind(
        "throughput.payments", "callbacks/s", "payments", "mean",
        "Callbacks whose payment was processed, since the last value.",
    ),
    _kind(
        "throughput.lookups", "look-ups/s", "lookups", "mean",
        "Look-ups that got their answer, *not found* included, since the last value.",
    ),
    _kind("throughput.{lane}.attempts", "attempts/s", None, "mean", "Attempts, since the last value."),
    _kind("throughput.{lane}.errors", "attempts/s", None, "mean", "Attempts that failed, since the last value."),
    _counter("attempts.{lane}.all", "attempts", None, "Attempts counted since Redis last lost its data."),
    _counter("attempts.{lane}.errors", "attempts", None, "Those of them that failed."),
    _kind("workers.all", "workers", "workers", "mean", "Workers with a recent heartbeat, of all lanes."),
    _kind("workers.{lane}.alive", "workers", "workers", "mean", "Workers of the lane with a recent heartbeat."),
    _kind("workers.{lane}.wanted", "workers", "workers", "last", "Workers that the plan gives the lane."),
    _kind(
        "workers.{lane}.missing", "workers", "workers", "last",
        "Those of the wanted workers that send no heartbeat, while the plan has wanted them for 30 s. "
        "No value without a plan.",
    ),
    _kind("workers.{lane}.busy", "workers", "workers", "mean", "Those of the live workers that hold messages."),
    _kind("workers.{lane}.in_hand", "messages", "workers", "mean", "Messages that they hold."),
    _kind(
        "workers.{lane}.processed", "messages", "workers", "last",
        "Messages that the live workers have finished since each was started; falls when one ends.",
    ),
    _kind("workers.{lane}.failed", "messages", "workers", "last", "Messages that failed, counted likewise."),
    _kind(
        "workers.{lane}.rate", "messages/s", "workers", "mean",
        "Messages that the live workers finish per second while busy; one that has not been busy yet counts 0.",
    ),
    _kind("workers.{lane}.memory_mib", "MiB", "workers", "mean", "Memory of the live workers with their children."),
    _kind("flow.{lane}.needed", "workers", "workers", "mean", "Workers that the lane needs, before any limit."),
    _kind(
        "flow.{lane}.rule", "number", "workers", "last",
        "Rule that decided the lane's number of workers, as a number; its name is in `note`.",
    ),
    _kind("flow.{lane}.paused", "0, 1", "workers", "last", "1 if the lane is paused: no message is received."),
    _kind(
        "flow.plan_age_seconds", "s", "workers", "last",
        "Age of the manager's last plan, which it makes every two seconds. No value without a plan.",
    ),
    _counter(
        "tasks.{task}.{state}", "tasks", "workers",
        "Celery tasks that reached this state since Redis last lost its data.",
    ),
    _counter(
        "functions.{function}.invocations", "invocations", "workers",
        "Invocations of a function that ended since Redis last lost its data. Killed ones are not counted.",
    ),
    _counter("functions.{function}.errors", "invocations", "workers", "Those that failed, or returned 500 or above."),
    _counter("functions.{function}.seconds", "s", "workers", "Their total duration, without the start of a process."),
    _kind("ledger.not_read", "rows", "orders", "last", "Rows that no producer has read yet."),
    _kind("ledger.queued", "rows", "orders", "last", "Rows whose message waits in the queue."),
    _kind(
        "ledger.in_flight", "rows", "orders", "last",
        "Rows whose message has been received, and has not failed: in process.",
    ),
    _kind("ledger.retrying", "rows", "orders", "last", "Rows that failed and will be retried."),
    _kind("ledger.dead", "rows", "orders", "last", "Rows that failed for the last time."),
    _kind(
        "ledger.conflict", "rows", "orders", "last",
        "Rows that are in the target, while a message with other contents failed. Always 0.",
    ),
    _kind("ledger.rejected", "rows", "orders", "last", "Rows that no message can carry."),
    _kind("ledger.persisted", "rows", "orders", "last", "Rows that are in the target and not in conflict."),
    _kind("ledger.residual", "rows", "orders", "last", "Rows that are in no state: lost. Always 0."),
    _kind(
        "ledger.unattempted", "rows", "orders", "last",
        "Those of the dead rows of which no attempt is recorded. Always 0.",
    ),
    _kind("ledger.phantom", "rows", "orders", "last", "Rows that the target knows and no source does. Always 0."),
    _kind("ledger.overlapping", "rows", "orders", "last", "Rows in more than one state. Always 0."),
    _kind("ledger.unread", "sources", "orders", "last", "Sources that could not be read: nothing is known of them."),
    _kind("ledger.settled", "0, 1", "orders", "last", "1 if the stores did not change while they were read."),
    _kind("ledger.balanced", "0, 1", "orders", "last", "1 if every row is known to be in exactly one state."),
)  # fmt: skip

METRIC_KINDS: Mapping[str, MetricKind] = {kind.pattern: kind for kind in CATALOGUE}


@cache
def kind_of(name: str) -> MetricKind | None:
    """Return the kind of the metric with this name; None if there is no such metric."""
    return next((kind for kind in CATALOGUE if kind.labels_in(name) is not None), None)
