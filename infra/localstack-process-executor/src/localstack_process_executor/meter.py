"""Counts what AWS would bill, minute by minute, in memory: a request costs a few additions."""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import NamedTuple

MINUTE_S = 60
KEPT_MINUTES = 24 * 60


class MeterKey(NamedTuple):
    """What an amount is counted under. `resource` is a queue, a function or a bucket.

    `caller` is `mapping` for event source mappings, `client` for everybody else; of invocations it is the architecture.
    """

    service: str
    operation: str
    resource: str
    caller: str


@dataclass(slots=True)
class Amounts:
    """Sums of one minute.

    `requests`: as AWS bills them. `empty`: those of them that received nothing. `grouped`: those that carry a message
    group. `items`: messages, log events or recipients. `bytes`: of their payload. `mib_ms`: memory size in MiB times
    billed milliseconds.
    """

    requests: int = 0
    empty: int = 0
    grouped: int = 0
    items: int = 0
    bytes: int = 0
    mib_ms: int = 0

    def add(self, other: "Amounts") -> None:
        """Add all amounts of another."""
        self.requests += other.requests
        self.empty += other.empty
        self.grouped += other.grouped
        self.items += other.items
        self.bytes += other.bytes
        self.mib_ms += other.mib_ms


AMOUNTS = tuple(field.name for field in fields(Amounts))


@dataclass(frozen=True)
class Minute:
    """The amounts of one minute. `number` is its start in Unix time, in minutes."""

    number: int
    amounts: dict[MeterKey, Amounts]


class Meter:
    """The amounts of the last 24 hours. Any thread may count."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._minutes: deque[Minute] = deque(maxlen=KEPT_MINUTES)
        self.started_at = now()

    def count(self, key: MeterKey, amounts: Amounts) -> None:
        """Add the amounts to those of the current minute."""
        number = int(self._now() // MINUTE_S)
        with self._lock:
            if not self._minutes or self._minutes[-1].number < number:
                self._minutes.append(Minute(number, {}))
            self._minutes[-1].amounts.setdefault(key, Amounts()).add(amounts)

    def since(self, moment: float) -> dict[str, object]:
        """Return the minutes that began at this Unix time or later, in a form for JSON.

        A row is the key followed by the amounts, in the order of `columns`.
        """
        with self._lock:
            rows = [
                {"at": minute.number * MINUTE_S, "rows": [_row(*counted) for counted in minute.amounts.items()]}
                for minute in self._minutes
                if minute.number * MINUTE_S >= moment
            ]
        return {
            "started_at": self.started_at,
            "now": self._now(),
            "columns": [*MeterKey._fields, *AMOUNTS],
            "minutes": rows,
        }


def _row(key: MeterKey, amounts: Amounts) -> list[str | int]:
    return [*key, *(getattr(amounts, name) for name in AMOUNTS)]


METER = Meter()
"""The meter of this LocalStack."""
