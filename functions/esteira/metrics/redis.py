"""Metrics in Redis: current values in one hash, history in strings of fixed length. All of it may be lost (R13)."""

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
from esteira.metrics.ring_buffer import RINGS, SLOT, Ring, filled, points

CURRENT = "esteira:metrics:current"
SINCE = "esteira:metrics:since"
MARK = "esteira:metrics:mark"


class RedisMetricsStore:
    """The port `MetricsStore`. `client` returns bytes.

    Two writers at once may each miss the other's value in the mean of that minute and hour; nothing else can be lost.
    """

    def __init__(self, client: Redis) -> None:
        self._client = client

    def write(self, report: MetricsReport) -> None:
        """See `MetricsStore.write`. Two round trips, whatever the number of metrics."""
        places = [(figure, ring) for figure in report.metrics for ring in RINGS]
        with redis_errors(MetricsUnavailable):
            slots = self._slots(report, places)
            pipeline = self._client.pipeline(transaction=True)
            pipeline.set(SINCE, report.at.isoformat(), nx=True)
            if report.metrics:
                pipeline.hset(CURRENT, mapping={figure.name: _dumped(figure) for figure in report.metrics})
            for (figure, ring), slot in zip(places, slots, strict=True):
                new = filled(slot, ring, figure.kind.keep, report.at, figure.value)
                pipeline.setrange(_ring_key(figure.name, ring), ring.offset(report.at), new)
            if report.mark:
                pipeline.set(MARK, _dumped_mark(report.mark))
            _forget(pipeline, report.gone)
            pipeline.execute()

    def read(self) -> StoredMetrics:
        """See `MetricsStore.read`."""
        with redis_errors(MetricsUnavailable):
            pipeline = self._client.pipeline(transaction=True)
            pipeline.get(SINCE)
            pipeline.get(MARK)
            pipeline.hgetall(CURRENT)
            since, mark, current = pipeline.execute()
        metrics = (_loaded(name.decode(), json.loads(value)) for name, value in current.items())
        # A newer or older release may call things by names that mean nothing here.
        known = {figure.name: figure for figure in metrics if kind_of(figure.name)}
        return StoredMetrics(since=_moment(since), metrics=known, mark=_loaded_mark(mark))

    def trace(self, name: str, ring: Ring, since: datetime, until: datetime) -> HistorySlice:
        """See `MetricsStore.trace`."""
        with redis_errors(MetricsUnavailable):
            found: list[Any] = self._client.mget(SINCE, _ring_key(name, ring))
        begun, written = found
        return HistorySlice(since=_moment(begun), points=points(written or b"", ring, since, until))

    def counts(self) -> Mapping[str, int]:
        """See `MetricsStore.counts`."""
        with redis_errors(MetricsUnavailable):
            found = self._client.hgetall(COUNTS)
        return {name.decode(): int(count) for name, count in found.items()}  # type: ignore[union-attr]

    def _slots(self, report: MetricsReport, places: Iterable[tuple[Metric, Ring]]) -> list[bytes]:
        pipeline = self._client.pipeline(transaction=False)
        for figure, ring in places:
            start = ring.offset(report.at)
            pipeline.getrange(_ring_key(figure.name, ring), start, start + SLOT.size - 1)
        return list(pipeline.execute())


def _forget(pipeline: Any, names: Iterable[str]) -> None:
    for name in names:
        pipeline.hdel(CURRENT, name)
        pipeline.delete(*(_ring_key(name, ring) for ring in RINGS))


def _ring_key(name: str, ring: Ring) -> str:
    return f"esteira:metrics:ring:{ring.step_seconds}:{name}"


def _dumped(figure: Metric) -> str:
    fields = {"value": figure.value, "at": figure.at.isoformat(), "labels": dict(figure.labels), "note": figure.note}
    return json.dumps(fields)


def _loaded(name: str, fields: Mapping[str, Any]) -> Metric:
    return Metric(
        name=name,
        value=fields["value"],
        at=datetime.fromisoformat(fields["at"]),
        labels=fields["labels"],
        note=fields["note"],
    )


def _dumped_mark(mark: Mark) -> str:
    return json.dumps({"at": mark.at.isoformat(), "counts": dict(mark.counts)})


def _loaded_mark(written: bytes | None) -> Mark | None:
    if written is None:
        return None
    fields = json.loads(written)
    return Mark(at=datetime.fromisoformat(fields["at"]), counts=fields["counts"])


def _moment(written: bytes | None) -> datetime | None:
    return datetime.fromisoformat(written.decode()) if written else None
