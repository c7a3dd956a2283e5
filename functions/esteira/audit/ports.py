"""The port of the audit log."""

from collections.abc import Sequence
from typing import Protocol

from esteira.audit.entry import AuditEntry, AuditFilter


class AuditStore(Protocol):
    """Keeps entries for `LIFE`, and never changes one. Every method raises `AuditLogUnavailable`."""

    def add(self, entry: AuditEntry) -> None:
        """Keep an entry."""
        ...

    def page(self, chosen: AuditFilter) -> Sequence[AuditEntry]:
        """Return the entries that are asked for, the newest first."""
        ...
