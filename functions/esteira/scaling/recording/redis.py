"""The record of ticks as a Redis stream: an entry a tick under its time, a field a lane, about 200 bytes."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, cast

from redis import Redis
from redis.exceptions import ResponseError

from esteira.core.announcing.redis import COUNTS
from esteira.core.errors import FlowUnavailable
from esteira.core.log import logger
from esteira.core.names import LANES, Lane
from esteira.core.redis import redis_errors
from esteira.scaling.plan import Rule
from esteira.scaling.recording.ports import KEPT_TICKS
from esteira.scaling.recording.recorded_tick import AttemptTotals, RecordedLane, RecordedTick

TICKS = "esteira:flow:ticks"
HOST = "host"
"""The field with the host's three figures; the others are named by lanes."""
UNKNOWN = "-"
EARLIER_ID = "equal or smaller"
"""In Redis' answer to an entry whose time is not later than the last one's."""

Fields = Mapping[str, str]


class RedisTickRecord:
    """The port `TickRecord`. `client` decodes its answers."""

    def __init__(self, client: Redis) -> None:
        self._client = client

    def attempts(self) -> Mapping[Lane, AttemptTotals]:
        """See `TickRecord.attempts`."""
        with redis_errors(FlowUnavailable):
            counts = cast("Mapping[str, str]", self._client.hgetall(COUNTS))
        return {lane: _totals(lane, counts) for lane in LANES}

    def append(self, tick: RecordedTick) -> None:
        """See `TickRecord.append`."""
        fields: dict[Any, Any] = dict(to_fields(tick))
        with redis_errors(FlowUnavailable):
            try:
                self._client.xadd(TICKS, fields, id=_id(tick.at), maxlen=KEPT_TICKS, approximate=True)
            except ResponseError as error:
                if EARLIER_ID not in str(error):
                    raise
                logger.warning("tick not recorded", action="record_tick", error=str(error))

    def between(self, since: datetime, until: datetime) -> Sequence[RecordedTick]:
        """See `TickRecord.between`. What another release recorded and cannot be parsed is left out."""
        with redis_errors(FlowUnavailable):
            entries: Any = self._client.xrange(TICKS, _id(since), f"({_id(until)}")
        return _parsed(entries)

    def reach(self) -> tuple[datetime, datetime] | None:
        """See `TickRecord.reach`."""
        with redis_errors(FlowUnavailable):
            first: Any = self._client.xrange(TICKS, count=1)
            last: Any = self._client.xrevrange(TICKS, count=1)
        return (_time(first[0][0]), _time(last[0][0])) if first and last else None


def _totals(lane: Lane, counts: Mapping[str, str]) -> AttemptTotals:
    """The counters are `attempts.LANE.STATUS`."""
    of_lane = {name.rpartition(".")[2]: int(count) for name, count in counts.items() if _is_of(lane, name)}
    return AttemptTotals(ended=sum(of_lane.values()), failed=of_lane.get("failed", 0) + of_lane.get("refused", 0))


def _is_of(lane: Lane, name: str) -> bool:
    return name.startswith(f"attempts.{lane}.")


def to_fields(tick: RecordedTick) -> Fields:
    """Return the fields of a tick's entry."""
    host = f"{tick.cpu_percent:.0f} {tick.others_cpu_percent:.0f} {tick.memory_percent:.0f}"
    return {HOST: host, **{lane: _to_text(part) for lane, part in tick.lanes.items()}}


def _to_text(lane: RecordedLane) -> str:
    visible = UNKNOWN if lane.visible is None else lane.visible
    consumed = f"{lane.ended} {lane.failed} {lane.worked}"
    workers = f"{lane.ready} {lane.starting} {lane.draining} {lane.busy} {lane.in_hand} {lane.planned}"
    return (
        f"{visible} {lane.in_flight} {consumed} {workers} {lane.rate_per_second:.1f} {lane.rule} {lane.retry_seconds:g}"
    )


def _parsed(entries: Sequence[tuple[str, Fields]]) -> list[RecordedTick]:
    ticks, errors = [], []
    for name, fields in entries:
        try:
            ticks.append(from_fields(_time(name), fields))
        except (ValueError, KeyError) as error:
            errors.append(error)
    if errors:
        logger.warning("ticks not parsed", action="read_ticks", count=len(errors), error=str(errors[-1]))
    return ticks


def from_fields(at: datetime, fields: Fields) -> RecordedTick:
    """Return the tick of an entry. Raises `ValueError` and `KeyError` for fields that are not one's."""
    cpu, others, memory = map(float, fields[HOST].split())
    return RecordedTick(
        at=at,
        cpu_percent=cpu,
        others_cpu_percent=others,
        memory_percent=memory,
        lanes={lane: _from_text(fields[lane]) for lane in LANES if lane in fields},
    )


def _from_text(text: str) -> RecordedLane:
    visible, *numbers, rate, rule, retry = text.split()
    in_flight, ended, failed, worked, ready, starting, draining, busy, in_hand, planned = map(int, numbers)
    return RecordedLane(
        visible=None if visible == UNKNOWN else int(visible),
        in_flight=in_flight,
        ended=ended,
        failed=failed,
        worked=worked,
        ready=ready,
        starting=starting,
        draining=draining,
        busy=busy,
        in_hand=in_hand,
        planned=planned,
        rate_per_second=float(rate),
        rule=Rule(rule),
        retry_seconds=float(retry),
    )


def _id(at: datetime) -> str:
    return f"{int(at.timestamp() * 1000)}-0"


def _time(name: str) -> datetime:
    return datetime.fromtimestamp(int(name.partition("-")[0]) / 1000, UTC)
