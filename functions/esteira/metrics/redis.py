"""The metrics store in Redis: current values in a hash, history in strings of fixed length. It may be lost (R13)."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from redis import Redis

from esteira.core.announcing.redis import COUNTS
from esteira.core.errors import MetricsUnavailable
from esteira.core.redis import redis_errors
from esteira.metrics.catalogue import kind_of
from esteira.metrics.figures.throughput import Mark
from esteira.metrics.metric import Metric
from esteira.metrics.ports import HistorySlice, MetricsReport, StoredMetrics
from esteira.metrics.ring_buffer import RINGS, SLOT, Ring, points, updated_slot

CURRENT = "esteira:metrics:current"
SINCE = "esteira:metrics:since"
MARK = "esteira:metrics:mark"


class RedisMetricsStore:
    """The port `MetricsStore`. `client` returns bytes.

    Of two concurrent writers, one can overwrite the other's value in the mean of a minute and an hour. Nothing else can
    be lost.
    """

    def __init__(self, client: Redis) -> None:
        self._client = client

    def write(self, report: MetricsReport) -> None:
        """See `MetricsStore.write`. Two round trips, whatever the number of metrics."""
        targets = [(figure, ring) for figure in report.metrics for ring in RINGS]
        with redis_errors(MetricsUnavailable):
            slots = self._slots(report, targets)
            pipeline = self._client.pipeline(transaction=True)
            pipeline.set(SINCE, report.at.isoformat(), nx=True)
            if report.metrics:
                pipeline.hset(CURRENT, mapping={figure.name: _metric_to_json(figure) for figure in report.metrics})
            for (figure, ring), slot in zip(targets, slots, strict=True):
                new_slot = updated_slot(slot, ring, figure.kind.keep, report.at, figure.value)
                pipeline.setrange(_ring_key(figure.name, ring), ring.offset(report.at), new_slot)
            if report.mark:
                pipeline.set(MARK, _mark_to_json(report.mark))
            _remove(pipeline, report.removed)
            pipeline.execute()

    def read(self) -> StoredMetrics:
        """See `MetricsStore.read`."""
        with redis_errors(MetricsUnavailable):
            pipeline = self._client.pipeline(transaction=True)
            pipeline.get(SINCE)
            pipeline.get(MARK)
            pipeline.hgetall(CURRENT)
            since, mark, current = pipeline.execute()
        metrics = (_metric_from_json(name.decode(), json.loads(value)) for name, value in current.items())
        # Another release may have stored metrics that this one does not know.
        known = {figure.name: figure for figure in metrics if kind_of(figure.name)}
        return StoredMetrics(since=_time(since), metrics=known, mark=_mark_from_json(mark))

    def history(self, name: str, ring: Ring, since: datetime, until: datetime) -> HistorySlice:
        """See `MetricsStore.history`."""
        with redis_errors(MetricsUnavailable):
            values: list[Any] = self._client.mget(SINCE, _ring_key(name, ring))
        first_write, content = values
        return HistorySlice(since=_time(first_write), points=points(content or b"", ring, since, until))

    def counts(self) -> Mapping[str, int]:
        """See `MetricsStore.counts`."""
        with redis_errors(MetricsUnavailable):
            counts = self._client.hgetall(COUNTS)
        return {name.decode(): int(count) for name, count in counts.items()}  # type: ignore[union-attr]

    def _slots(self, report: MetricsReport, targets: Iterable[tuple[Metric, Ring]]) -> list[bytes]:
        pipeline = self._client.pipeline(transaction=False)
        for figure, ring in targets:
            start = ring.offset(report.at)
            pipeline.getrange(_ring_key(figure.name, ring), start, start + SLOT.size - 1)
        return list(pipeline.execute())


def _remove(pipeline: Any, names: Iterable[str]) -> None:
    for name in names:
        pipeline.hdel(CURRENT, name)
        pipeline.delete(*(_ring_key(name, ring) for ring in RINGS))


def _ring_key(name: str, ring: Ring) -> str:
    return f"esteira:metrics:ring:{ring.step_seconds}:{name}"


def _metric_to_json(figure: Metric) -> str:
    fields = {"value": figure.value, "at": figure.at.isoformat(), "labels": dict(figure.labels), "note": figure.note}
    return json.dumps(fields)


def _metric_from_json(name: str, fields: Mapping[str, Any]) -> Metric:
    return Metric(
        name=name,
        value=fields["value"],
        at=datetime.fromisoformat(fields["at"]),
        labels=fields["labels"],
        note=fields["note"],
    )


def _mark_to_json(mark: Mark) -> str:
    return json.dumps({"at": mark.at.isoformat(), "counts": dict(mark.counts)})


def _mark_from_json(text: bytes | None) -> Mark | None:
    if text is None:
        return None
    fields = json.loads(text)
    return Mark(at=datetime.fromisoformat(fields["at"]), counts=fields["counts"])


def _time(text: bytes | None) -> datetime | None:
    return datetime.fromisoformat(text.decode()) if text else None
