"""Ports of the consumer: the target of a lane, the attempt log and its outbox."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol
from uuid import UUID

from esteira.consumer.attempt_documents import AttemptDocument
from esteira.consumer.attempts import ParsedMessage, RecordedFailure
from esteira.consumer.outcomes import Outcome
from esteira.core.messages import M
from esteira.core.names import Lane
from esteira.core.queue.received_message import ReceivedMessage


class Target(Protocol[M]):
    """The target of one lane, idempotent by message id.

    Every method raises `TargetUnavailable` if the database is not reachable, or if the result of a COMMIT is unknown,
    which the redelivery resolves.
    """

    def apply(self, parsed_messages: Sequence[ParsedMessage[M]]) -> Sequence[Outcome]:
        """Apply all messages in one transaction and return their outcomes in the same order.

        Deletes the recorded failures of what succeeded. Raises `BadRow` and changes nothing if the database refuses
        the data of one of them.
        """
        ...

    def record_failures(self, failures: Sequence[RecordedFailure[M]]) -> None:
        """Store the last failed attempt of each message that has not succeeded. A lower attempt changes nothing.

        A copy of a message that succeeded has no failure, unless its contents differ (a conflict).
        """
        ...

    def recorded_failures(self, parsed_messages: Sequence[ParsedMessage[M]]) -> Mapping[UUID, RecordedFailure[M]]:
        """Return the last failed attempt of each message that has one, by message id."""
        ...


class Effect(Protocol[M]):
    """The part of a target that applies messages."""

    def apply(self, parsed_messages: Sequence[ParsedMessage[M]]) -> Sequence[Outcome]:
        """See `Target.apply`."""
        ...


class AttemptLog(Protocol):
    """The attempt log. A stored document is not replaced."""

    def record(self, documents: Sequence[AttemptDocument]) -> None:
        """Write all documents within about a second. Raises `AttemptLogUnavailable`, possibly after writing some."""
        ...


class ForeignMessages(Protocol):
    """Bodies that are no message of their lane. No other store has them."""

    def keep(self, lane: Lane, received_messages: Sequence[ReceivedMessage]) -> None:
        """Store each body once. Raises `TargetUnavailable`."""
        ...


class AttemptOutbox(Protocol):
    """Documents that the log did not store. Every method raises `TargetUnavailable` if the target is not reachable."""

    def keep(self, documents: Sequence[AttemptDocument]) -> None:
        """Store the documents. A stored one is not replaced."""
        ...

    def take(self, limit: int) -> AbstractContextManager[Sequence[AttemptDocument]]:
        """Lock and yield up to `limit` of the oldest documents, fewer if they are large.

        They are deleted if the block ends without error.
        """
        ...
