"""What the stores hold of each source's rows, before it is counted: sets of rows as number and fingerprint."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Tally:
    """A set of rows of one source: their number, and the sum of their hashed ids, so that sets can be compared."""

    rows: int = 0
    fingerprint: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(rows=self.rows + other.rows, fingerprint=self.fingerprint + other.fingerprint)

    def __sub__(self, other: "Tally") -> "Tally":
        return Tally(rows=self.rows - other.rows, fingerprint=self.fingerprint - other.fingerprint)


@dataclass(frozen=True, kw_only=True)
class SourceCount:
    """The rows of one source: those up to its cursor, and the number of those past it."""

    handed_over: Tally
    past: int
    first_past_id: int | None
    """The smallest id past the cursor; None if there is none."""


@dataclass(frozen=True, kw_only=True)
class TargetStates:
    """The rows of one source in the target, each in one state: conflict, else persisted, else rejected, else dead or
    retrying.
    """

    persisted: Tally = field(default_factory=Tally)
    conflict: Tally = field(default_factory=Tally)
    """Rows that are persisted with other contents than a message of theirs that failed."""
    rejected: Tally = field(default_factory=Tally)
    dead: Tally = field(default_factory=Tally)
    retrying: Tally = field(default_factory=Tally)
    unattempted: int = 0
    """Dead rows of which no attempt is recorded: nobody tried."""
    overlapping: int = 0
    """Rows that are persisted and also dead or rejected. An error by R8."""

    @property
    def final(self) -> Tally:
        """The rows in a terminal state, which need no message any more."""
        return self.persisted + self.conflict + self.rejected + self.dead


@dataclass(frozen=True, kw_only=True)
class SourceBalance:
    """One source and its target rows. `handed_over` includes rows past the cursor that the target has."""

    handed_over: Tally = field(default_factory=Tally)
    not_read: int = 0
    target_states: TargetStates = field(default_factory=TargetStates)
    fault: str | None = None
    """Why the source could not be read; then only the target's rows are known."""

    @classmethod
    def unreadable(cls, target_states: TargetStates, fault: str) -> "SourceBalance":
        """Return the balance of a source that could not be read: neither a lost row nor a phantom is known."""
        known = target_states.final + target_states.retrying
        return cls(handed_over=known, target_states=target_states, fault=fault)


Balances = Mapping[str, SourceBalance]
"""One reading of all stores by source: the configured ones, and any other of which the target has rows."""
