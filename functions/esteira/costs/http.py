"""The JSON of `esteira cost --json`."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from typing_extensions import TypedDict

from esteira.core.http.shapes import Timestamp
from esteira.costs.attribution import Share
from esteira.costs.idle_cost import IdleCost
from esteira.costs.lane_cost import LaneCost
from esteira.costs.read_cost import NOT_COUNTED, CostReport
from esteira.costs.usage import Usage, summed


class UsedJson(TypedDict):
    """Amounts of one operation on one queue, function or log group. See `Usage`."""

    service: str
    operation: str
    resource: str
    caller: str
    requests: int
    empty: int
    grouped: int
    items: int
    bytes: int
    gib_seconds: float


class LaneJson(TypedDict):
    """US$ of a lane, and for 1,000 settled messages: all of it, and without what goes on when nothing moves."""

    usd: float
    received: int
    done: int
    usd_per_1000: float | None
    moving_usd_per_1000: float | None
    retries_usd: float
    empty_usd: float
    services: dict[str, float]
    used: Sequence[UsedJson]


class IdleJson(TypedDict):
    """US$ of a day without messages. `aws_empty_usd`: what Lambda's own pollers would cost in place of `empty_usd`."""

    quiet_minutes: int
    usd_per_day: float
    empty_usd_per_day: float
    aws_empty_usd_per_day: float


class CostJson(TypedDict):
    """The cost of a period, by lane; `shared` serves all lanes. The two shares are parts of `usd`."""

    region: str
    prices_of: str
    prices_stale: bool
    prices_assumed: Sequence[str]
    since: Timestamp
    until: Timestamp
    usd: float
    retries_share: float | None
    empty_share: float | None
    lanes: dict[str, LaneJson]
    idle: IdleJson | None
    not_counted: Sequence[str]


def cost_json(report: CostReport, only: Share | None = None) -> CostJson:
    """Return the report; with `only` the lanes are this one."""
    return {
        "region": report.region,
        "prices_of": report.checked.isoformat(),
        "prices_stale": report.stale,
        "prices_assumed": report.assumed,
        "since": report.since.isoformat(),
        "until": report.until.isoformat(),
        "usd": float(report.usd),
        "retries_share": _number(report.retries_share),
        "empty_share": _number(report.empty_share),
        "lanes": {
            share: _lane_json(lane, {service: row[share] for service, row in report.services.items()})
            for share, lane in report.lanes.items()
            if only in {None, share}
        },
        "idle": _idle_json(report.idle) if report.idle else None,
        "not_counted": NOT_COUNTED,
    }


def _lane_json(lane: LaneCost, services: Mapping[str, Decimal]) -> LaneJson:
    return {
        "usd": float(lane.usd),
        "received": lane.received,
        "done": lane.done,
        "usd_per_1000": _number(lane.usd_per_1000),
        "moving_usd_per_1000": _number(lane.moving_usd_per_1000),
        "retries_usd": float(lane.retries_usd),
        "empty_usd": float(lane.empty_usd),
        "services": {name: float(usd) for name, usd in services.items()},
        "used": [_used_json(usage) for usage in summed(lane.usages)],
    }


def _used_json(usage: Usage) -> UsedJson:
    return {
        "service": usage.service,
        "operation": usage.operation,
        "resource": usage.resource,
        "caller": usage.caller,
        "requests": usage.requests,
        "empty": usage.empty,
        "grouped": usage.grouped,
        "items": usage.items,
        "bytes": usage.bytes,
        "gib_seconds": usage.mib_ms / 1_024_000,
    }


def _idle_json(idle: IdleCost) -> IdleJson:
    return {
        "quiet_minutes": idle.quiet_minutes,
        "usd_per_day": float(idle.usd),
        "empty_usd_per_day": float(idle.empty_usd),
        "aws_empty_usd_per_day": float(idle.aws_empty_usd),
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
