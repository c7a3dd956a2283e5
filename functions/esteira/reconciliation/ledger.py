"""The conservation ledger: every row of every source in exactly one state.

Rows past the cursor are not read. Rows in a table of the target are persisted, rejected, dead or retrying, or in
conflict: persisted, while a message with other contents failed. All others were handed over and are queued or in
flight. These and the retrying ones are *moving*: each needs a message, so if there are more moving rows than messages,
the difference is lost. That difference is the residual.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from esteira.core.queue.depth import QueueDepth
from esteira.reconciliation.balance import Balances, SourceBalance


@dataclass(frozen=True, kw_only=True)
class LedgerStates:
    """The number of rows in each state."""

    not_read: int = 0
    queued: int = 0
    in_flight: int = 0
    retrying: int = 0
    dead: int = 0
    conflict: int = 0
    rejected: int = 0
    persisted: int = 0

    @property
    def moving(self) -> int:
        """Rows that are carried by a message."""
        return self.queued + self.in_flight + self.retrying

    @property
    def finished(self) -> int:
        """Rows in a terminal state."""
        return self.persisted + self.conflict + self.rejected + self.dead


@dataclass(frozen=True, kw_only=True)
class SourceLedger:
    """One source's rows by state. `moving` is one number, because a queue cannot be counted by source."""

    not_read: int
    moving: int
    retrying: int
    dead: int
    unattempted: int
    """Dead rows of which no attempt is recorded."""
    conflict: int
    rejected: int
    persisted: int
    overlapping: int
    phantom: int
    """Rows that the target knows and the source does not, as far as counts show."""
    swapped: bool
    """The counts agree, but the rows differ: as many are lost as are phantoms."""
    fault: str | None = None
    """Why the source could not be read: its counts are those of the target, and prove nothing."""

    @classmethod
    def of(cls, balance: SourceBalance) -> "SourceLedger":
        """Count the states of one source from its balance."""
        unaccounted = balance.handed_over - balance.target_states.final
        return cls(
            not_read=balance.not_read,
            moving=max(0, unaccounted.rows),
            retrying=balance.target_states.retrying.rows,
            dead=balance.target_states.dead.rows,
            unattempted=balance.target_states.unattempted,
            conflict=balance.target_states.conflict.rows,
            rejected=balance.target_states.rejected.rows,
            persisted=balance.target_states.persisted.rows,
            overlapping=balance.target_states.overlapping,
            phantom=max(0, -unaccounted.rows),
            swapped=unaccounted.rows == 0 and unaccounted.fingerprint != 0,
            fault=balance.fault,
        )


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """The counts of all sources. `sum(states) + residual - phantom` is always the number of source rows."""

    states: LedgerStates
    residual: int
    sources: Mapping[str, SourceLedger]
    queue: QueueDepth
    settled: bool
    """The stores did not change while they were read. If they did, the residual is a lower bound."""

    @classmethod
    def of(cls, first: Balances, queue: QueueDepth, last: Balances) -> "Ledger":
        """Return the ledger of the reading `last`, with the messages counted between `first` and `last`.

        A row that is handed over in `first` and in no terminal state in `last` was in the queue when its messages were
        counted, or is lost. So the residual is never too high while rows move, and exact if `first` equals `last`.
        """
        sources = {name: SourceLedger.of(balance) for name, balance in last.items()}
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
        """Whether nothing moves: no message is on the lane, and the stores did not change."""
        return self.settled and self.queue.total == 0

    @property
    def phantom(self) -> int:
        """Rows that the target knows and no source does, as far as counts show."""
        return sum(source.phantom for source in self.sources.values())

    @property
    def unattempted(self) -> int:
        """Dead rows of which no attempt is recorded."""
        return sum(source.unattempted for source in self.sources.values())

    @property
    def overlapping(self) -> int:
        """Rows in more than one state."""
        return sum(source.overlapping for source in self.sources.values())

    @property
    def lost_by_source(self) -> Mapping[str, int | None]:
        """The residual by source. None where the queue does not tell whose messages it lacks."""
        moving = {name: source.moving for name, source in self.sources.items()}
        moving_sources = [name for name, rows in moving.items() if rows]
        if self.residual in {0, sum(moving.values())}:
            return {name: rows if self.residual else 0 for name, rows in moving.items()}
        alone = moving_sources if len(moving_sources) == 1 else []
        return {name: self.residual if name in alone else None if rows else 0 for name, rows in moving.items()}

    @property
    def unread(self) -> Mapping[str, str]:
        """Why, by source, for each source that could not be read."""
        return {name: source.fault for name, source in self.sources.items() if source.fault}

    @property
    def balanced(self) -> bool:
        """Whether every row is proven to be in exactly one state."""
        return self.settled and not self.unread and self.exact

    @property
    def exact(self) -> bool:
        """Whether every row of the sources that could be read is in exactly one state."""
        swapped = any(source.swapped for source in self.sources.values())
        return not swapped and self.residual == self.phantom == self.overlapping == 0


def _unaccounted_throughout(first: Balances, last: Balances) -> int:
    """Rows that are handed over in the first reading and in no terminal state in the last."""
    return sum(
        max(0, min(before.handed_over.rows, last[name].handed_over.rows) - last[name].target_states.final.rows)
        for name, before in first.items()
        if name in last
    )


def _states(sources: Mapping[str, SourceLedger], queue: QueueDepth, residual: int) -> LedgerStates:
    """Split the moving rows that are not missing: retrying first, the others in the proportions of the queue."""
    carried = sum(source.moving for source in sources.values()) - residual
    retrying = min(carried, sum(source.retrying for source in sources.values()))
    in_flight = _share(carried - retrying, max(0, queue.in_flight - retrying), queue.visible + queue.delayed)
    return LedgerStates(
        not_read=sum(source.not_read for source in sources.values()),
        queued=carried - retrying - in_flight,
        in_flight=in_flight,
        retrying=retrying,
        dead=sum(source.dead for source in sources.values()),
        conflict=sum(source.conflict for source in sources.values()),
        rejected=sum(source.rejected for source in sources.values()),
        persisted=sum(source.persisted for source in sources.values()),
    )


def _share(rows: int, part: int, rest: int) -> int:
    return rows * part // (part + rest) if part else 0
