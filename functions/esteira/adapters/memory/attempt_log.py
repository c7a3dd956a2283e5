"""Twins of the attempt log and its outbox."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from esteira.domain.attempt_documents import AttemptDocument
from esteira.errors import AttemptLogUnavailable


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
