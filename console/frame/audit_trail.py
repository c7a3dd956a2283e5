"""Where the console's actions are recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from esteira.core.log import logger
from esteira.core.principal import Principal


class Outcome(StrEnum):
    """What became of an action."""

    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class Audited:
    """One action of a visitor."""

    principal: Principal
    action: str
    subject: str
    outcome: Outcome
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    reason: str = ""
    address: str = ""


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
