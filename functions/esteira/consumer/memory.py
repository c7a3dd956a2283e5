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

CONFLICT = failed(FailureKind.CONFLICT, "Held already, with other contents.")


class MemoryTarget(Generic[M]):
    """What both lanes share: messages that arrived, and failures noted of those that have not."""

    def __init__(self) -> None:
        self.arrived: dict[UUID, M] = {}
        self.failures: dict[UUID, RecordedFailure[M]] = {}

    def record_failures(self, failures: Sequence[RecordedFailure[M]]) -> None:
        """See `Target.note_failures`."""
        for failure in failures:
            key = failure.message.message_id
            known = self.failures.get(key)
            if key not in self.arrived and (known is None or failure.attempt >= known.attempt):
                self.failures[key] = failure

    def recorded_failures(self, parsed_messages: Sequence[ParsedMessage[M]]) -> Mapping[UUID, RecordedFailure[M]]:
        """See `Target.noted_failures`."""
        ids = {parsed_message.message_id for parsed_message in parsed_messages}
        return {key: failure for key, failure in self.failures.items() if key in ids}

    def _keep(self, message: M) -> Outcome:
        known = self.arrived.setdefault(message.message_id, message)
        self.failures.pop(message.message_id, None)
        return SUCCEEDED if known is message else DUPLICATE


class MemoryOrderTarget(MemoryTarget[OrderMessage]):
    """The port `Target` for orders. `arrived` holds the orders by message id."""

    def apply(self, parsed_messages: Sequence[ParsedMessage[OrderMessage]]) -> Sequence[Outcome]:
        """See `Target.apply`."""
        return [self._apply(parsed_message.message) for parsed_message in parsed_messages]

    def _apply(self, message: OrderMessage) -> Outcome:
        known = self.arrived.get(message.message_id, message)
        return CONFLICT if known.payload_hash != message.payload_hash else self._keep(message)


class MemoryAttemptLog:
    """The port `AttemptLog`. `up` may be taken away."""

    def __init__(self) -> None:
        self.up = True
        self.documents: dict[str, AttemptDocument] = {}

    def record(self, documents: Sequence[AttemptDocument]) -> None:
        """See `AttemptLog.record`."""
        if not self.up:
            raise AttemptLogUnavailable
        for document in documents:
            self.documents.setdefault(document["_id"], document)


class MemoryAttemptOutbox:
    """The port `AttemptOutbox`."""

    def __init__(self) -> None:
        self.documents: dict[str, AttemptDocument] = {}

    def keep(self, documents: Sequence[AttemptDocument]) -> None:
        """See `AttemptOutbox.keep`."""
        for document in documents:
            self.documents.setdefault(document["_id"], document)

    @contextmanager
    def taken(self, limit: int) -> Iterator[Sequence[AttemptDocument]]:
        """See `AttemptOutbox.taken`."""
        taken = {key: self.documents.pop(key) for key in list(self.documents)[:limit]}
        try:
            yield list(taken.values())
        except BaseException:
            self.documents = {**taken, **self.documents}
            raise
