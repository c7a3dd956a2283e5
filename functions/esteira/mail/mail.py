"""A mail on its way.

pending ──claimed──> sending ──taken by SES──> sent
   ^                    │ └───refused for good, or a day old──> failed
   └──refused for now───┘   (a claim of which nothing was heard for ten minutes is claimed once more)
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from esteira.mail.mail_kind import MailKind

GIVE_UP_AFTER = timedelta(days=1)
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)

MAX_NAME = 100


class MailState(StrEnum):
    """Where a mail is."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Who gets a mail. `id` is a principal's; `language` is `pt` or `en`."""

    id: str
    email: str
    name: str
    language: str
    time_zone: str

    @property
    def shown_name(self) -> str:
        """The name on one line, as mails show it."""
        return one_line(self.name, most=MAX_NAME)


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """A recipient, and whether they want mails about look-ups."""

    recipient: Recipient
    subscribed: bool


@dataclass(frozen=True, kw_only=True)
class DigestRecipient:
    """A recipient whose digest is due. `last_day`: the local day of the last one that was mailed."""

    recipient: Recipient
    last_day: date | None


@dataclass(frozen=True, kw_only=True)
class MovedDigest:
    """When a recipient's next digest is due. `day`: the local day of one that is mailed now, if any."""

    recipient_id: str
    day: date | None
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class NewMail:
    """A mail to be sent: one for each event and recipient. `facts` fill its text and may be secrets."""

    event: str
    kind: MailKind
    recipient: Recipient
    facts: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, kw_only=True)
class SealedMail:
    """A mail to be sent, whose facts are encrypted."""

    mail: NewMail
    sealed_facts: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class ClaimedMail:
    """A mail that this process sends. `tries` counts this one; `sealed_facts` are encrypted."""

    id: str
    kind: MailKind
    recipient: Recipient
    sealed_facts: bytes = field(repr=False)
    created_at: datetime
    tries: int


@dataclass(frozen=True, kw_only=True)
class KeptMail:
    """A mail as it is listed: without its text, which may hold a code."""

    id: str
    kind: MailKind
    recipient_id: str
    email: str
    state: MailState
    tries: int
    created_at: datetime
    sent_at: datetime | None
    error: str | None


@dataclass(frozen=True, kw_only=True)
class StoredMail:
    """A mail with what its text is made of. `sealed_facts` are None once they are forgotten."""

    kept: KeptMail
    recipient: Recipient
    sealed_facts: bytes | None = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """The text of a mail."""

    subject: str
    text: str = field(repr=False)
    html: str = field(repr=False)
    unsubscribe_url: str = field(default="", repr=False)


def one_line(text: str, *, most: int) -> str:
    """Return a text of others for a header or a line: no line breaks or control characters, and not too long."""
    plain = " ".join("".join(character if character.isprintable() else " " for character in text).split())
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"


def next_try(mail: ClaimedMail, now: datetime) -> datetime | None:
    """Return when a mail is tried again that was refused for now: later each time, and not for more than a day."""
    if now - mail.created_at >= GIVE_UP_AFTER:
        return None
    wait: timedelta = FIRST_WAIT * 2 ** min(mail.tries - 1, 10)
    return now + min(wait, LONGEST_WAIT)
