"""What the consumer needs from outside: the target of a lane, the attempt log and its outbox."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol
from uuid import UUID

from esteira.consumer.attempt_documents import AttemptDocument
from esteira.consumer.attempts import ParsedMessage, RecordedFailure
from esteira.consumer.outcomes import Outcome
from esteira.core.messages import M


class Target(Protocol[M]):
    """The effect of one lane, idempotent by message id.

    Every method raises `TargetUnavailable` when the database does not answer, or when nobody can tell whether it
    committed: a redelivery settles that.
    """

    def apply(self, parsed_messages: Sequence[ParsedMessage[M]]) -> Sequence[Outcome]:
        """Gives all arrivals their effect in one transaction and answers their outcomes, in the same order.

        What succeeded is forgotten as a failure. Raises `BadRow`, and nothing took effect, if the database refuses
        the data of one of them.
        """
        ...

    def record_failures(self, failures: Sequence[RecordedFailure[M]]) -> None:
        """Keeps the last failed attempt of each message that has not succeeded yet; a lower attempt changes nothing."""
        ...

    def recorded_failures(self, parsed_messages: Sequence[ParsedMessage[M]]) -> Mapping[UUID, RecordedFailure[M]]:
        """The last failed attempt of each message that has one, by message id."""
        ...


class Effect(Protocol[M]):
    """The half of a target that acts on what messages say."""

    def apply(self, parsed_messages: Sequence[ParsedMessage[M]]) -> Sequence[Outcome]:
        """See `Target.apply`."""
        ...


class AttemptLog(Protocol):
    """The attempt log. A document that is there already stays as it is."""

    def record(self, documents: Sequence[AttemptDocument]) -> None:
        """Writes all documents within about a second. Raises `AttemptLogUnavailable`; some may be written then."""
        ...


class AttemptOutbox(Protocol):
    """Documents that the log did not take. Raises `TargetUnavailable` when it does not answer either."""

    def keep(self, documents: Sequence[AttemptDocument]) -> None:
        """Stores the documents; one that is there already stays as it is."""
        ...

    def taken(self, limit: int) -> AbstractContextManager[Sequence[AttemptDocument]]:
        """Up to `limit` of the oldest documents, which nobody else gets meanwhile; gone when the block ends well."""
        ...
