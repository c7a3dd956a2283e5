"""Where every attempt is written down, and where the documents wait while that place does not answer."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from esteira.domain.attempt_documents import AttemptDocument


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
