"""The states that the overview can be in, as metrics in memory."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from esteira.metrics.figures.workers import RULES
from esteira.metrics.metric import STALE_AFTER_SECONDS, Metric, metric
from esteira.metrics.ring_buffer import Point
from esteira.scaling.plan import Rule

LANES = ("orders", "payments", "lookups")
LEDGER = ("not_read", "queued", "in_flight", "retrying", "dead", "conflict", "rejected", "persisted", "residual")
OLD = timedelta(seconds=STALE_AFTER_SECONDS + 30)

Figures = Mapping[str, float]
Measured = Callable[[datetime], Sequence[Metric]]


@dataclass(frozen=True, kw_only=True)
class ConsoleState:
    """A state. `feed` is the class of the indicator in the header once the state is shown.

    `failed` is what could not be measured, `away` whether Redis is gone, `age` how old the figures are.
    """

    measured: Measured
    feed: str = "live"
    failed: Mapping[str, str] = field(default_factory=dict)
    away: bool = False
    age: timedelta = timedelta()

    def metrics(self, now: datetime) -> Mapping[str, Metric]:
        """Return the metrics by name, measured `age` before now."""
        return {each.name: each for each in self.measured(now - self.age)}


def history(name: str, past: timedelta, now: datetime) -> Sequence[Point]:
    """Return a point each ten seconds; the metrics differ in their values."""
    steps = range(int(past.total_seconds()) // 10, 0, -1)
    return [Point(at=now - timedelta(seconds=10 * step), value=float((step * len(name)) % 40)) for step in steps]


def _rest(at: datetime, **counts: float) -> list[Metric]:
    """All figures at rest, except those of `counts`: `visible`, `in_flight`, `delayed`, `dead`, `rate`, `paused`, …"""
    lanes = [
        *(metric(f"queue.{{lane}}.{part}", counts.get(part, 0), at, lane=lane) for lane in LANES for part in QUEUE),
        *(
            metric(f"throughput.{{lane}}.{part}", counts.get("rate", 0), at, lane=lane)
            for lane in LANES
            for part in WORK
        ),
        metric("throughput.payments", counts.get("rate", 0), at),
        metric("throughput.lookups", counts.get("rate", 0), at),
    ]
    sources = [
        metric(f"source.{{source}}.{part}", value, at, source=source)
        for source in ("source1", "source2")
        for part, value in (
            ("lag", counts.get("lag", 0)),
            ("horizon_age_seconds", 0),
            ("readable", 1),
            ("restarted", 0),
        )
    ]
    ledger = [metric(f"ledger.{state}", counts.get(state, 0), at) for state in LEDGER]
    return [
        *lanes,
        *_workers(at, paused=bool(counts.get("paused", 0)), missing=counts.get("missing", 0)),
        *sources,
        *ledger,
        *(metric(f"ledger.{name}", 1, at) for name in ("settled", "balanced")),
        metric("throughput.orders", counts.get("rate", 0), at),
        metric("callbacks.unprocessed", counts.get("callbacks", 0), at),
        metric("callbacks.band", counts.get("band", 0), at, note=BANDS[int(counts.get("band", 0))]),
        metric("callbacks.oldest_seconds", counts.get("callbacks", 0), at),
    ]


def _workers(at: datetime, *, paused: bool, missing: float) -> Sequence[Metric]:
    rule = Rule.PAUSED if paused else Rule.COOL_DOWN  # the longest text
    return [
        metric("flow.plan_age_seconds", 2, at),
        *(metric("flow.{lane}.paused", paused, at, lane=lane) for lane in LANES),
        *(metric("flow.{lane}.rule", RULES.index(rule), at, note=rule, lane=lane) for lane in LANES),
        *(
            metric(f"workers.{{lane}}.{part}", value, at, lane=lane)
            for lane in LANES
            for part, value in (("wanted", 4), ("alive", 4 - missing), ("missing", missing), ("in_hand", 12))
        ),
    ]


QUEUE = ("visible", "in_flight", "delayed", "dead")
WORK = ("attempts", "errors")
BANDS = ("normal", "slow", "alert")
LIFETIME_SECONDS = 86_400


def _token(name: str, seconds_left: float, at: datetime) -> Sequence[Metric]:
    updated_at = at.timestamp() + seconds_left - LIFETIME_SECONDS
    return [
        metric("token.{token}.updated_at", updated_at, at, token=name),
        metric("token.{token}.lifetime_seconds", LIFETIME_SECONDS, at, token=name),
        metric("token.{token}.margin_seconds", 3600, at, token=name),
        metric("token.{token}.seconds_left", seconds_left, at, token=name),
    ]


def _tokens(at: datetime, **counts: float) -> Sequence[Metric]:
    expired = [figure for number in range(6) for figure in _token(f"marketplace-{number}", -90, at)]
    return [*_rest(at, **counts), *expired, *_token("storefront", 1800, at), *_token("backoffice", 80_000, at)]


def _load(at: datetime) -> Sequence[Metric]:
    moving = {"visible": 1_234_567, "in_flight": 998, "delayed": 42, "rate": 612.5, "lag": 98_765, "callbacks": 812}
    return _rest(at, **moving, band=1, queued=1_234_567, retrying=321, persisted=9_876_543)


def _all_at_once(at: datetime) -> Sequence[Metric]:
    return _tokens(at, dead=2955, paused=1, missing=2, conflict=3, residual=2, callbacks=4000, band=2, lag=98_765)


STATES: Mapping[str, ConsoleState] = {
    "rest": ConsoleState(measured=_rest),
    "load": ConsoleState(measured=_load),
    "empty installation": ConsoleState(measured=lambda _: []),
    "dead letters": ConsoleState(measured=lambda at: _rest(at, dead=2955, callbacks=4000, band=2)),
    "more dead letters": ConsoleState(measured=lambda at: _rest(at, dead=2956, callbacks=4000, band=2)),
    "paused lane": ConsoleState(measured=lambda at: _rest(at, paused=1, visible=12)),
    "expired tokens": ConsoleState(measured=_tokens),
    "all at once": ConsoleState(measured=_all_at_once),
    "stale figures": ConsoleState(measured=_all_at_once, age=OLD),
    "a store away": ConsoleState(
        measured=_rest, feed="partial", failed={"orders": "The target database is not available (ESTEIRA_TARGET_DSN)."}
    ),
    "Redis away": ConsoleState(measured=_load, feed="stalled", away=True),
}
