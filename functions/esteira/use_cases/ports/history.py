"""What is known of one message."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from esteira.domain.attempt_documents import AttemptDocument
from esteira.domain.history import Address, Whereabouts


class AttemptHistory(Protocol):
    """A place where attempt documents are: the log, or where they wait for it."""

    def of_message(self, message_id: str, *, now: datetime) -> Sequence[AttemptDocument]:
        """The documents of a message whose life is not over, in any order.

        Raises `AttemptLogUnavailable` or `TargetUnavailable`.
        """
        ...


class AttemptCounts(Protocol):
    """The attempt log as a whole."""

    def count_by_source(self, *, since: datetime) -> Mapping[str, int]:
        """How many attempts ended since then, by the source of their order; those of no order are left out.

        Raises `AttemptLogUnavailable`.
        """
        ...


class OrderWhereabouts(Protocol):
    """The target's knowledge of one order."""

    def find(self, address: Address) -> Whereabouts | None:
        """Where it is, or None if the target does not know it. Raises `TargetUnavailable`."""
        ...
