"""In-memory implementations of the consumer's ports, for tests."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Generic
from uuid import UUID

from esteira.consumer.attempt_documents import AttemptDocument
from esteira.consumer.attempts import Arrival, NotedFailure
from esteira.consumer.outcomes import DUPLICATE, SUCCEEDED, Outcome, Trouble, failed
from esteira.core.errors import AttemptLogUnavailable
from esteira.core.messages import M, OrderMessage

CONFLICT = failed(Trouble.CONFLICT, "Held already, with other contents.")


class MemoryTarget(Generic[M]):
    """What both lanes share: messages that arrived, and failures noted of those that have not."""

    def __init__(self) -> None:
        self.arrived: dict[UUID, M] = {}
        self.failures: dict[UUID, NotedFailure[M]] = {}

    def note_failures(self, failures: Sequence[NotedFailure[M]]) -> None:
        """See `Target.note_failures`."""
        for failure in failures:
            key = failure.message.message_id
            known = self.failures.get(key)
            if key not in self.arrived and (known is None or failure.attempt >= known.attempt):
                self.failures[key] = failure

    def noted_failures(self, arrivals: Sequence[Arrival[M]]) -> Mapping[UUID, NotedFailure[M]]:
        """See `Target.noted_failures`."""
        ids = {arrival.message_id for arrival in arrivals}
        return {key: failure for key, failure in self.failures.items() if key in ids}

    def _keep(self, message: M) -> Outcome:
        known = self.arrived.setdefault(message.message_id, message)
        self.failures.pop(message.message_id, None)
        return SUCCEEDED if known is message else DUPLICATE


class MemoryOrderTarget(MemoryTarget[OrderMessage]):
    """The port `Target` for orders. `arrived` holds the orders by message id."""

    def apply(self, arrivals: Sequence[Arrival[OrderMessage]]) -> Sequence[Outcome]:
        """See `Target.apply`."""
        return [self._apply(arrival.message) for arrival in arrivals]

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
