"""The conservation ledger: every row of every source in exactly one state.

Rows past the cursor are not read. Rows in a table of the target are persisted, rejected, dead or retrying. What is left
was handed over and has no home yet: it is *moving*, and so are the retrying ones. A moving row needs a message, so more
moving rows than messages means that the difference is nowhere. That difference is the residual.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from esteira.core.queue.depth import QueueDepth


@dataclass(frozen=True, kw_only=True)
class Tally:
    """A set of rows of one source: how many, and the sum of their hashed ids, so that sets compare without listing."""

    rows: int = 0
    fingerprint: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(rows=self.rows + other.rows, fingerprint=self.fingerprint + other.fingerprint)

    def __sub__(self, other: "Tally") -> "Tally":
        return Tally(rows=self.rows - other.rows, fingerprint=self.fingerprint - other.fingerprint)


@dataclass(frozen=True, kw_only=True)
class SourceCount:
    """The rows of one source on both sides of its cursor."""

    handed_over: Tally
    past: int
    first_past_id: int | None
    """The smallest id past the cursor; None where there is none."""


@dataclass(frozen=True, kw_only=True)
class TargetStates:
    """The rows of one source that the target knows, each in one state: persisted before rejected before the failed."""

    persisted: Tally = field(default_factory=Tally)
    rejected: Tally = field(default_factory=Tally)
    dead: Tally = field(default_factory=Tally)
    retrying: Tally = field(default_factory=Tally)
    overlapping: int = 0
    """Rows that are persisted, and dead or rejected as well: R8 calls for an alarm."""

    @property
    def final(self) -> Tally:
        """The rows that need no message any more."""
        return self.persisted + self.rejected + self.dead


@dataclass(frozen=True, kw_only=True)
class SourceBalance:
    """One source and its homes. `handed_over` holds rows past the cursor too if they have a home already."""

    handed_over: Tally = field(default_factory=Tally)
    not_read: int = 0
    target_states: TargetStates = field(default_factory=TargetStates)


Balances = Mapping[str, SourceBalance]
"""What all stores say, by source: the configured ones, and any other that the target knows rows of."""


@dataclass(frozen=True, kw_only=True)
class LedgerStates:
    """How many rows are in each state."""

    not_read: int = 0
    queued: int = 0
    in_flight: int = 0
    retrying: int = 0
    dead: int = 0
    rejected: int = 0
    persisted: int = 0

    @property
    def moving(self) -> int:
        """Rows that a message carries."""
        return self.queued + self.in_flight + self.retrying

    @property
    def finished(self) -> int:
        """Rows that have arrived somewhere."""
        return self.persisted + self.rejected + self.dead


@dataclass(frozen=True, kw_only=True)
class SourceLedger:
    """One source's rows. A queue does not tell sources apart, so those without a home are one number, `moving`."""

    not_read: int
    moving: int
    retrying: int
    dead: int
    rejected: int
    persisted: int
    overlapping: int
    phantom: int
    """Rows that the target knows and the source does not, as far as counts can tell."""
    swapped: bool
    """The counts agree, but it is not the same rows: as many are lost as are phantoms."""

    @classmethod
    def of(cls, reading: SourceBalance) -> "SourceLedger":
        """The balance of one reading."""
        unaccounted = reading.handed_over - reading.target_states.final
        return cls(
            not_read=reading.not_read,
            moving=max(0, unaccounted.rows),
            retrying=reading.target_states.retrying.rows,
            dead=reading.target_states.dead.rows,
            rejected=reading.target_states.rejected.rows,
            persisted=reading.target_states.persisted.rows,
            overlapping=reading.target_states.overlapping,
            phantom=max(0, -unaccounted.rows),
            swapped=unaccounted.rows == 0 and unaccounted.fingerprint != 0,
        )


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """The balance of all sources. `sum(states) + residual - phantom` is always the number of source rows."""

    states: LedgerStates
    residual: int
    sources: Mapping[str, SourceLedger]
    queue: QueueDepth
    settled: bool
    """The stores did not move while they were read. If they did, the residual is what is certainly in no state."""

    @classmethod
    def of(cls, first: Balances, queue: QueueDepth, last: Balances) -> "Ledger":
        """The balance of `last`, with the messages counted between `first` and `last`.

        A row handed over by `first` and without a home at `last` was in the queue when its messages were counted, or is
        nowhere. So the residual never overstates while things move, and is exact when `first` equals `last`.
        """
        sources = {name: SourceLedger.of(reading) for name, reading in last.items()}
        residual = max(0, _unaccounted_throughout(first, last) - queue.total)
        return cls(
            states=_states(sources, queue, residual),
            residual=residual,
            sources=sources,
            queue=queue,
            settled=first == last,
        )

    @property
    def at_rest(self) -> bool:
        """Nothing moves: no message is on the lane and the stores stand still."""
        return self.settled and self.queue.total == 0

    @property
    def phantom(self) -> int:
        """Rows that the target knows and no source does, as far as counts can tell."""
        return sum(source.phantom for source in self.sources.values())

    @property
    def overlapping(self) -> int:
        """Rows in more than one state."""
        return sum(source.overlapping for source in self.sources.values())

    @property
    def balanced(self) -> bool:
        """Every row is in exactly one state, and it is known to be so."""
        exact = not any(source.swapped for source in self.sources.values())
        return self.settled and exact and self.residual == self.phantom == self.overlapping == 0


def _unaccounted_throughout(first: Balances, last: Balances) -> int:
    """Rows handed over by the first reading, still without a final home at the last."""
    return sum(
        max(0, min(before.handed_over.rows, last[name].handed_over.rows) - last[name].target_states.final.rows)
        for name, before in first.items()
        if name in last
    )


def _states(sources: Mapping[str, SourceLedger], queue: QueueDepth, residual: int) -> LedgerStates:
    """Moving rows that are not missing: the retrying ones first, the rest as the queue divides what is not retrying."""
    carried = sum(source.moving for source in sources.values()) - residual
    retrying = min(carried, sum(source.retrying for source in sources.values()))
    in_flight = _share(carried - retrying, max(0, queue.in_flight - retrying), queue.visible + queue.delayed)
    return LedgerStates(
        not_read=sum(source.not_read for source in sources.values()),
        queued=carried - retrying - in_flight,
        in_flight=in_flight,
        retrying=retrying,
        dead=sum(source.dead for source in sources.values()),
        rejected=sum(source.rejected for source in sources.values()),
        persisted=sum(source.persisted for source in sources.values()),
    )


def _share(rows: int, part: int, rest: int) -> int:
    return rows * part // (part + rest) if part else 0
