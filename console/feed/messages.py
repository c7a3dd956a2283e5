"""What the feed says to a listener. Each message is encoded once, whoever hears it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from esteira.domain.metrics.metric import Metric
from pydantic_core import to_json


class MessageKind(StrEnum):
    """What a message is for."""

    SNAPSHOT = "snapshot"
    CHANGES = "changes"
    STATUS = "status"
    HEARTBEAT = "heartbeat"


class FeedState(StrEnum):
    """Whether the figures follow what happens. `partial`: some cannot be measured; `stalled`: none can."""

    STARTING = "starting"
    LIVE = "live"
    PARTIAL = "partial"
    STALLED = "stalled"


@dataclass(frozen=True, kw_only=True)
class FeedStatus:
    """`detail` says in sentences what does not answer; empty while the feed is live."""

    state: FeedState = FeedState.STARTING
    detail: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class FeedMessage:
    """`metrics` are all of them in a snapshot, the changed ones in `changes`; `gone` names those that are no more."""

    kind: MessageKind
    at: datetime
    metrics: Mapping[str, Metric] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    status: FeedStatus | None = None

    def numbered(self, number: int) -> str:
        """As JSON, with the listener's own number: its body is shared by all who hear it."""
        return f'{{"seq":{number},{self._body}'

    @cached_property
    def _body(self) -> str:
        return to_json(self._fields()).decode()[1:]

    def _fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = {"type": self.kind, "at": self.at}
        if self.status:
            fields |= {"state": self.status.state, "detail": self.status.detail}
        if self.kind in {MessageKind.SNAPSHOT, MessageKind.CHANGES}:
            fields |= {"metrics": {name: _shown(metric) for name, metric in self.metrics.items()}}
        if self.kind is MessageKind.CHANGES:
            fields |= {"gone": self.gone}
        return fields


def _shown(metric: Metric) -> dict[str, Any]:
    return {
        "value": metric.value,
        "at": metric.at,
        "unit": metric.kind.unit,
        "note": metric.note,
        "topic": metric.topic,
        "labels": dict(metric.labels),
    }
