"""Where the console's actions are recorded."""

from typing import Protocol

from esteira.core.auditing.audited import Audited, RecordAction
from esteira.core.log import logger


class AuditTrail(Protocol):
    """Keeps what was done. It never raises: what was done is done."""

    def record(self, audited: Audited) -> None:
        """Keep it."""
        ...


class LogAuditTrail:
    """Writes a line of the log for each action."""

    def record(self, audited: Audited) -> None:
        """See `AuditTrail.record`."""
        logger.info(
            "audited",
            action=audited.action,
            subject=audited.subject,
            outcome=audited.outcome,
            by=audited.principal.id,
            reason=audited.reason,
        )


class KeptAuditTrail:
    """Keeps an entry of the audit log for each action."""

    def __init__(self, record: RecordAction) -> None:
        self._record = record

    def record(self, audited: Audited) -> None:
        """See `AuditTrail.record`."""
        self._record(audited)
