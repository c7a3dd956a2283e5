"""The ports of failures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from esteira.core.reporting.error_message import ErrorMessage
from esteira.failures.failure import Failure, FailureFilter, FailureGroup, GroupFilter, Settlement


@dataclass(frozen=True, kw_only=True)
class CountedMinute:
    """The errors of a minute by fingerprint. `minute` counts from 1970. Once it is over, nothing is added."""

    minute: int
    counts: Mapping[str, int]
    is_over: bool


class FailureStore(Protocol):
    """The failures. Every method raises `TargetUnavailable`."""

    def keep(self, errors: Sequence[ErrorMessage], now: datetime) -> None:
        """Keep errors in one transaction, as `decision.changed` says. An error that was kept before changes nothing."""
        ...

    def count(self, minutes: Sequence[CountedMinute]) -> None:
        """Keep the counts of these minutes. A higher count replaces a lower one, so that repeating it does no harm."""
        ...

    def claim(self, limit: int, now: datetime) -> Sequence[Failure]:
        """Return waiting failures that are due, with one try more. Nobody else gets them within two minutes."""
        ...

    def sent(self, claimed: Sequence[Failure], now: datetime) -> None:
        """Keep that their originals were sent to their lanes."""
        ...

    def put_back(self, claimed: Sequence[Failure], due_at: datetime) -> None:
        """Keep that their originals were not sent, and count no try."""
        ...

    def park(self, claimed: Sequence[Failure], reason: str, now: datetime) -> None:
        """Keep that their originals cannot be sent."""
        ...

    def settle(self, failure_id: UUID, settlement: Settlement) -> Failure | None:
        """Keep what a person decided. Returns the failure, or None if there is none."""
        ...

    def find(self, failure_id: UUID) -> Failure | None:
        """Return a failure."""
        ...

    def page(self, question: FailureFilter) -> Sequence[Failure]:
        """Return failures, the last created first."""
        ...

    def groups(self, question: GroupFilter) -> Sequence[FailureGroup]:
        """Return groups, the one with the newest error first."""
        ...

    def forget(self, before: datetime) -> int:
        """Remove failures with nothing left to do, counts and empty groups of before. Returns how many failures."""
        ...


class ErrorCounts(Protocol):
    """The counts of those who report. Every method raises `MetricsUnavailable`."""

    def minutes(self) -> Sequence[CountedMinute]:
        """Return all minutes that are not forgotten."""
        ...

    def forget(self, minutes: Sequence[int]) -> None:
        """Remove minutes that are over."""
        ...
