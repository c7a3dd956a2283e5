"""Messages of the feed. The body of a message is encoded once, however many listeners receive it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from esteira.core.identifiers import exact
from esteira.metrics.metric import Metric
from esteira.reports.report import ReportJob
from pydantic_core import to_json


class MessageKind(StrEnum):
    """The `type` of a message."""

    SNAPSHOT = "snapshot"
    CHANGES = "changes"
    STATUS = "status"
    HEARTBEAT = "heartbeat"
    REPORTS = "reports"


class FeedState(StrEnum):
    """Whether the metrics are up to date. `partial`: some cannot be measured; `stalled`: none can."""

    STARTING = "starting"
    LIVE = "live"
    PARTIAL = "partial"
    STALLED = "stalled"


@dataclass(frozen=True, kw_only=True)
class FeedStatus:
    """State of the feed. `detail` says in sentences what does not answer, or that nobody plans; empty while it is live.

    `failures`: one sentence for each part that does not answer, for the pages, which say by themselves who plans.
    """

    state: FeedState = FeedState.STARTING
    detail: str = ""
    failures: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class FeedMessage:
    """A message of the feed.

    `metrics`: all of them in a snapshot, only changed ones in `changes`. `gone`: names of removed metrics.
    `reports`: those under way, and those that ended a moment ago.
    """

    kind: MessageKind
    at: datetime
    metrics: Mapping[str, Metric] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    status: FeedStatus | None = None
    reports: Sequence[ReportJob] = ()

    def numbered(self, number: int) -> str:
        """Return the message as JSON with this listener's sequence number."""
        return f'{{"seq":{number},{self._body}'

    @cached_property
    def _body(self) -> str:
        return to_json(exact(self._fields())).decode()[1:]

    def _fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = {"type": self.kind, "at": self.at}
        if self.status:
            fields |= {"state": self.status.state, "detail": self.status.detail}
        if self.kind in {MessageKind.SNAPSHOT, MessageKind.CHANGES}:
            fields |= {"metrics": {name: _metric_fields(metric) for name, metric in self.metrics.items()}}
        if self.kind is MessageKind.CHANGES:
            fields |= {"gone": self.gone}
        if self.kind is MessageKind.REPORTS:
            fields |= {"reports": [_report_fields(job) for job in self.reports]}
        return fields


def _report_fields(job: ReportJob) -> dict[str, Any]:
    """Return how far a report is. Whose it is, and what was asked for, only its owner reads."""
    return {
        "id": job.id,
        "kind": job.kind,
        "format": job.format,
        "state": job.state,
        "promised": job.promised,
        "done": job.done,
        "rows_per_second": job.rows_per_second,
        "seconds_left": job.seconds_left,
    }


def _metric_fields(metric: Metric) -> dict[str, Any]:
    return {
        "value": metric.value,
        "at": metric.at,
        "unit": metric.kind.unit,
        "note": metric.note,
        "topic": metric.topic,
        "labels": dict(metric.labels),
    }
