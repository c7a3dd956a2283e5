"""What was used, as the emulator counted it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

MAPPING = "mapping"
"""The caller of a request that an event source mapping made."""


@dataclass(frozen=True, kw_only=True)
class Usage:
    """Amounts of one kind. `resource`: a queue, function, log group or bucket.

    `caller`: `mapping` or `client`; of invocations the architecture. `requests`: as AWS bills them. `empty`: those of
    them that received nothing. `grouped`: those that carry a message group. `items`: messages, log events or
    recipients. `mib_ms`: memory size in MiB times billed milliseconds.
    """

    service: str
    operation: str
    resource: str = ""
    caller: str = "client"
    requests: int = 0
    empty: int = 0
    grouped: int = 0
    items: int = 0
    bytes: int = 0
    mib_ms: int = 0


@dataclass(frozen=True, kw_only=True)
class UsedMinute:
    """What was used in the minute that began `at`."""

    at: datetime
    usages: Sequence[Usage]


@dataclass(frozen=True, kw_only=True)
class UsedPeriod:
    """The minutes in which something was used, in order. `counted_since`: the emulator's start, when it began at 0."""

    counted_since: datetime
    until: datetime
    minutes: Sequence[UsedMinute]

    @property
    def usages(self) -> Sequence[Usage]:
        """Those of all minutes, summed."""
        return summed(usage for minute in self.minutes for usage in minute.usages)


def summed(usages: Iterable[Usage]) -> Sequence[Usage]:
    """Return one use for each operation on each resource by each caller, with the sums of their amounts."""
    sums: dict[tuple[str, str, str, str], Usage] = {}
    for usage in usages:
        key = (usage.service, usage.operation, usage.resource, usage.caller)
        sums[key] = _sum(sums[key], usage) if key in sums else usage
    return [sums[key] for key in sorted(sums)]


def _sum(first: Usage, second: Usage) -> Usage:
    return replace(
        first,
        requests=first.requests + second.requests,
        empty=first.empty + second.empty,
        grouped=first.grouped + second.grouped,
        items=first.items + second.items,
        bytes=first.bytes + second.bytes,
        mib_ms=first.mib_ms + second.mib_ms,
    )
