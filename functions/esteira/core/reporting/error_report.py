"""An error as the place where it happened reports it: kind, place, cause and the original."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from esteira.core.clock import utc_now
from esteira.core.errors import (
    AccountsUnavailable,
    AttemptLogUnavailable,
    AuditLogUnavailable,
    BadRequest,
    BadRow,
    EsteiraError,
    InvalidMessage,
    MailRefused,
    MailsUnavailable,
    QueueUnavailable,
    SourceUnavailable,
    SourceUnfit,
    TargetUnavailable,
    TooLarge,
    Unavailable,
)
from esteira.core.names import Lane


class ErrorKind(StrEnum):
    """What an error comes from. `SERVICE`: Redis, Lambda. `PROCESS`: a child that died, or too little time.

    `SIMULATED`: the trouble that sample orders make. `BUG`: anything that the code does not expect.
    """

    PAYLOAD = "payload"
    DATABASE = "database"
    QUEUE = "queue"
    PROVIDER = "provider"
    SERVICE = "service"
    PROCESS = "process"
    SIMULATED = "simulated"
    BUG = "bug"


KINDS: dict[type[EsteiraError], ErrorKind] = {
    BadRequest: ErrorKind.PAYLOAD,
    InvalidMessage: ErrorKind.PAYLOAD,
    TooLarge: ErrorKind.PAYLOAD,
    BadRow: ErrorKind.PAYLOAD,
    TargetUnavailable: ErrorKind.DATABASE,
    SourceUnavailable: ErrorKind.DATABASE,
    SourceUnfit: ErrorKind.DATABASE,
    AttemptLogUnavailable: ErrorKind.DATABASE,
    AccountsUnavailable: ErrorKind.DATABASE,
    AuditLogUnavailable: ErrorKind.DATABASE,
    QueueUnavailable: ErrorKind.QUEUE,
    MailsUnavailable: ErrorKind.PROVIDER,
    MailRefused: ErrorKind.PROVIDER,
    Unavailable: ErrorKind.SERVICE,
}


@dataclass(frozen=True, kw_only=True)
class LaneMessage:
    """The message of a lane that an error is about. `subject` is the same for all its receives, `receive` is one's own.

    `is_last`: the lane gives it up with this receive. `is_transient`: a later try may succeed.
    """

    lane: Lane
    subject: str
    receive: str
    attempt: int
    is_last: bool
    is_transient: bool


@dataclass(frozen=True, kw_only=True)
class ErrorReport:
    """An error. `component` is the program or function, `place` a part of it, `cause` a sentence.

    `original`: what was being worked on, as text.
    """

    kind: ErrorKind
    component: str
    place: str
    cause: str
    original: str | None
    message: LaneMessage | None
    at: datetime


ReportErrors = Callable[[Sequence[ErrorReport]], None]
"""Publishes what one invocation or batch has collected. Never raises, and must not delay the work."""


def report_nothing(reports: Sequence[ErrorReport]) -> None:
    """The `ReportErrors` of those who report to nobody."""
    del reports


def report_of(error: BaseException, *, component: str, place: str, original: str | None = None) -> ErrorReport:
    """Return the report of an exception."""
    return ErrorReport(
        kind=kind_of(error),
        component=component,
        place=place,
        cause=f"{type(error).__name__}: {error}",
        original=original,
        message=None,
        at=utc_now(),
    )


def kind_of(error: BaseException) -> ErrorKind:
    """Return the kind of an exception, by its class."""
    return next((kind for known, kind in KINDS.items() if isinstance(error, known)), ErrorKind.BUG)
