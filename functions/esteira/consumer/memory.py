"""In-memory implementations of the consumer's ports, for tests."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Generic
from uuid import UUID

from esteira.consumer.attempt_documents import AttemptDocument
from esteira.consumer.attempts import ParsedMessage, RecordedFailure
from esteira.consumer.outcomes import DUPLICATE, SUCCEEDED, FailureKind, Outcome, failed
from esteira.core.errors import AttemptLogUnavailable
from esteira.core.messages import M, OrderMessage
from esteira.core.names import Lane
from esteira.core.queue.received_message import ReceivedMessage

CONFLICT = failed(FailureKind.CONFLICT, "The target holds this message with other contents.")


class MemoryTarget(Generic[M]):
    """Base of the in-memory targets of all lanes: `arrived` messages, and `failures` of those that have not."""

    def __init__(self) -> None:
        self.arrived: dict[UUID, M] = {}
        self.failures: dict[UUID, RecordedFailure[M]] = {}

    def record_failures(self, failures: Sequence[RecordedFailure[M]]) -> None:
        """See `Target.record_failures`."""
        for failure in failures:
            key = failure.message.message_id
            known = self.failures.get(key)
            if key not in self.arrived and (known is None or failure.attempt >= known.attempt):
                self.failures[key] = failure

    def recorded_failures(self, parsed_messages: Sequence[ParsedMessage[M]]) -> Mapping[UUID, RecordedFailure[M]]:
        """See `Target.recorded_failures`."""
        ids = {parsed.message_id for parsed in parsed_messages}
        return {key: failure for key, failure in self.failures.items() if key in ids}

    def _keep(self, message: M) -> Outcome:
        known = self.arrived.setdefault(message.message_id, message)
        self.failures.pop(message.message_id, None)
        return SUCCEEDED if known is message else DUPLICATE


class MemoryOrderTarget(MemoryTarget[OrderMessage]):
    """The port `Target` for orders. `arrived` holds the orders by message id, `conflicts` those with other contents."""

    def __init__(self) -> None:
        super().__init__()
        self.conflicts: dict[UUID, RecordedFailure[OrderMessage]] = {}

    def record_failures(self, failures: Sequence[RecordedFailure[OrderMessage]]) -> None:
        """See `Target.record_failures`."""
        super().record_failures(failures)
        for failure in failures:
            known = self.arrived.get(failure.message.message_id, failure.message)
            if known.payload_hash != failure.message.payload_hash:
                self.conflicts[failure.message.message_id] = failure

    def recorded_failures(
        self, parsed_messages: Sequence[ParsedMessage[OrderMessage]]
    ) -> Mapping[UUID, RecordedFailure[OrderMessage]]:
        """See `Target.recorded_failures`."""
        ids = {parsed.message_id for parsed in parsed_messages}
        conflicts = {key: failure for key, failure in self.conflicts.items() if key in ids}
        return {**super().recorded_failures(parsed_messages), **conflicts}

    def apply(self, parsed_messages: Sequence[ParsedMessage[OrderMessage]]) -> Sequence[Outcome]:
        """See `Target.apply`."""
        return [self._apply(parsed.message) for parsed in parsed_messages]

    def _apply(self, message: OrderMessage) -> Outcome:
        known = self.arrived.get(message.message_id, message)
        return CONFLICT if known.payload_hash != message.payload_hash else self._keep(message)


class MemoryAttemptLog:
    """The port `AttemptLog`. Unavailable while a test sets `available` to False."""

    def __init__(self) -> None:
        self.available = True
        self.documents: dict[str, AttemptDocument] = {}

    def record(self, documents: Sequence[AttemptDocument]) -> None:
        """See `AttemptLog.record`."""
        if not self.available:
            raise AttemptLogUnavailable
        for document in documents:
            self.documents.setdefault(document["_id"], document)


class MemoryForeignMessages:
    """The port `ForeignMessages`."""

    def __init__(self) -> None:
        self.bodies: dict[tuple[Lane, str], str] = {}

    def keep(self, lane: Lane, received_messages: Sequence[ReceivedMessage]) -> None:
        """See `ForeignMessages.keep`."""
        for message in received_messages:
            self.bodies[lane, message.body] = message.sqs_message_id


class MemoryAttemptOutbox:
    """The port `AttemptOutbox`."""

    def __init__(self) -> None:
        self.documents: dict[str, AttemptDocument] = {}

    def keep(self, documents: Sequence[AttemptDocument]) -> None:
        """See `AttemptOutbox.keep`."""
        for document in documents:
            self.documents.setdefault(document["_id"], document)

    @contextmanager
    def take(self, limit: int) -> Iterator[Sequence[AttemptDocument]]:
        """See `AttemptOutbox.take`."""
        taken = {key: self.documents.pop(key) for key in list(self.documents)[:limit]}
        try:
            yield list(taken.values())
        except BaseException:
            self.documents = {**taken, **self.documents}
            raise
