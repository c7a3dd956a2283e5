"""All errors of Esteira. The first line of a docstring is the message; adapters keep the driver's error as cause."""

from collections.abc import Mapping
from typing import ClassVar


class EsteiraError(Exception):
    """An operation of Esteira failed.

    `detail` follows the message.
    """

    def __init__(self, detail: str = "") -> None:
        super().__init__(f"{self._title()} {detail}".strip())
        self.detail = detail

    @property
    def public_message(self) -> str:
        """The message for callers, who must not read hosts and settings."""
        return str(self)

    @property
    def facts(self) -> Mapping[str, object]:
        """Values for programs, beside the message. They are part of an HTTP answer."""
        return {}

    @classmethod
    def _title(cls) -> str:
        return (cls.__doc__ or "").splitlines()[0]


class BadSettings(EsteiraError):
    """A setting is missing or wrong."""

    @property
    def public_message(self) -> str:
        """The message without its detail, which names settings and their values."""
        return self._title()


class BadRequest(EsteiraError):
    """The request is not valid."""


class Unprocessable(BadRequest):
    """The request can be read, but its values are not valid."""


class UnknownRegion(Unprocessable):
    """The price list does not have this region."""


class Forbidden(EsteiraError):
    """This role may not do that."""


class TooManyRequests(EsteiraError):
    """Too many requests; try again later.

    `retry_after_seconds` is the earliest time at which that can help.
    """

    def __init__(self, detail: str = "", *, retry_after_seconds: int) -> None:
        super().__init__(detail)
        self.retry_after_seconds = retry_after_seconds


class Unauthorized(EsteiraError):
    """A valid bearer token is needed."""


class Retry(Unauthorized):
    """This refresh token was exchanged a moment ago; try again with the one that was issued then."""


class WrongCredentials(Unauthorized):
    """E-mail address or password is wrong."""


class NotConfirmed(Forbidden):
    """The e-mail address is not confirmed yet: send the mailed code to POST /accounts/confirm."""


class BadSignature(EsteiraError):
    """A valid and recent signature is needed."""

    header: ClassVar = "X-Esteira-Signature"


class TooLarge(EsteiraError):
    """The body is too large."""


class Conflict(EsteiraError):
    """Conflicts with an existing record.

    `accepted` has the contents of that record, as text.
    """

    def __init__(self, detail: str = "", *, accepted: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.accepted = accepted

    @property
    def facts(self) -> Mapping[str, object]:
        """What was accepted before, where the caller may know it."""
        return {"accepted": dict(self.accepted)} if self.accepted else {}


class Outdated(Conflict):
    """The record has been changed in the meantime."""

    def __init__(self, current_version: int) -> None:
        super().__init__(f"(the current version is {current_version})")
        self.current_version = current_version

    @property
    def facts(self) -> Mapping[str, object]:
        """The version that a change must start from."""
        return {"version": self.current_version}


class LastAdmin(Conflict):
    """There would be no administrator left; make another one first."""


class ImpossibleFlow(Unprocessable):
    """The flow configuration is not valid."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(f"({'; '.join(f'{field}: {fault}' for field, fault in faults.items())})")
        self.faults = faults

    @property
    def facts(self) -> Mapping[str, object]:
        """The fault of each field, by the field's path."""
        return {"fields": dict(self.faults)}


class BadLines(Unprocessable):
    """Lines of the file are not valid, so that none of it was taken."""

    def __init__(self, faults: Mapping[int, str], *, more: int) -> None:
        named = "; ".join(f"line {line}: {fault}" for line, fault in faults.items())
        super().__init__(f"({named}{f'; and {more} more lines' if more else ''})")
        self.faults = faults
        self.more = more

    @property
    def facts(self) -> Mapping[str, object]:
        """The fault of each line that is named, by its number, and how many more there are."""
        return {"lines": {str(line): fault for line, fault in self.faults.items()}, "more": self.more}


class NotFound(EsteiraError):
    """Not found."""


class InvalidMessage(EsteiraError):
    """The message does not match the contract of its lane."""


class Unavailable(EsteiraError):
    """A required service is not reachable.

    `cause` is a sentence without hosts and secrets that says why, and what to do; it stands before the detail.
    """

    def __init__(self, detail: str = "", *, cause: str = "") -> None:
        super().__init__(f"{cause} {detail}".strip())
        self.cause = cause

    @property
    def public_message(self) -> str:
        """The message with its cause, and without its detail, which names hosts."""
        return f"{self._title()} {self.cause}".strip()


class TargetUnavailable(Unavailable):
    """The target database is not available (ESTEIRA_TARGET_DSN)."""


class SourceUnavailable(Unavailable):
    """A source database is not available (ESTEIRA_SOURCES)."""


class SourceUnfit(EsteiraError):
    """The source cannot be read safely in the configured cursor mode."""


class CursorUnavailable(Unavailable):
    """Redis, which holds the cursors, cannot be used (ESTEIRA_REDIS_URL)."""


class AttemptLogUnavailable(Unavailable):
    """MongoDB, which holds the attempt log, is not reachable (ESTEIRA_MONGO_URL)."""


class AccountsUnavailable(Unavailable):
    """MongoDB, which holds accounts and sessions, is not reachable (ESTEIRA_MONGO_URL)."""


class AuditLogUnavailable(Unavailable):
    """MongoDB, which holds the audit log, is not reachable (ESTEIRA_MONGO_URL)."""


class QueueUnavailable(Unavailable):
    """The queue is not reachable (AWS_ENDPOINT_URL, or the queue's URL)."""


class MetricsUnavailable(Unavailable):
    """Redis, which holds the metrics, cannot be used (ESTEIRA_REDIS_URL)."""


class FlowUnavailable(Unavailable):
    """Redis, which holds plan and heartbeats, cannot be used (ESTEIRA_REDIS_URL)."""


class TurnsUnavailable(Unavailable):
    """Redis, which shares the pace of questions to providers, cannot be used (ESTEIRA_REDIS_URL)."""


class MappingsUnavailable(Unavailable):
    """Lambda, which holds the event source mappings, is not reachable (AWS_ENDPOINT_URL)."""


class StackUnavailable(Unavailable):
    """The deployed functions and schedules cannot be read or invoked now (AWS_ENDPOINT_URL)."""


class UsageUnavailable(Unavailable):
    """What was used cannot be read (AWS_ENDPOINT_URL)."""


class MailsUnavailable(Unavailable):
    """SES, which sends the mails, takes none now (AWS_ENDPOINT_URL, or the account's limits)."""


class MailRefused(EsteiraError):
    """SES refuses this mail for good."""


class FilesUnavailable(Unavailable):
    """S3, which holds the files of reports, is not reachable (AWS_ENDPOINT_URL)."""


class ReportRefused(EsteiraError):
    """The report cannot be written."""


class RowsChanged(Unavailable):
    """The rows changed while they were read."""


class SealBroken(EsteiraError):
    """None of the keys decrypts this secret (ESTEIRA_SECRETS_KEY)."""


class BadRow(EsteiraError):
    """The database rejected the data of a row."""


SOURCE_FAULTS = (SourceUnavailable, SourceUnfit, BadRow)
"""The errors of one source, which must not stop the others."""
