"""What somebody did, and what became of it, as doors hand it to the audit log."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypedDict

from esteira.core.errors import EsteiraError, Unavailable
from esteira.core.principal import Principal

Facts = Mapping[str, Any]
"""What something was, by field. The audit log takes secrets and personal data out."""


class Outcome(StrEnum):
    """What became of an action. `REFUSED`: nothing was done, for a reason that the caller can change."""

    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class Audited:
    """One action. `action` is subject and past participle, `lane.paused`; `subject` is what it was done to.

    `before` and `after`: what the subject was then. `reason`: why it was not done. `address`: where it was asked from.
    """

    principal: Principal
    action: str
    subject: str
    outcome: Outcome = Outcome.DONE
    before: Facts | None = None
    after: Facts | None = None
    reason: str = ""
    address: str = ""


class Said(TypedDict, total=False):
    """What a handler says of its action. What it leaves out is told by the route."""

    action: str
    subject: str
    before: Facts | None
    after: Facts | None


RecordAction = Callable[[Audited], None]
"""Keeps what was done. Never raises: what was done is done."""


def record_nothing(audited: Audited) -> None:
    """The `RecordAction` of apps whose routes ask for no principal."""
    del audited


def reason_of(error: Exception) -> str:
    """Return why an action was not done, without hosts and settings."""
    return error.public_message if isinstance(error, EsteiraError) else type(error).__name__


def outcome_of(error: Exception) -> Outcome:
    """Return what became of an action that ended in this error."""
    known = isinstance(error, EsteiraError) and not isinstance(error, Unavailable)
    return Outcome.REFUSED if known else Outcome.FAILED
