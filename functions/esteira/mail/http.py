"""Mails as JSON: `GET /mails` without their text, `GET /mails/{mail_id}` with it."""

from collections.abc import Sequence

from typing_extensions import TypedDict

from esteira.core.http.shapes import Timestamp
from esteira.mail.mail import KeptMail, MailState
from esteira.mail.mail_kind import MailKind
from esteira.mail.read_mail import ShownMail


class MailJson(TypedDict):
    """A mail, without its text."""

    id: str
    kind: MailKind
    to: str
    state: MailState
    tries: int
    created_at: Timestamp
    sent_at: Timestamp | None
    error: str | None


class ShownMailJson(MailJson):
    """A mail with its text, which is null where it is not shown."""

    subject: str | None
    text: str | None
    html: str | None


class MailsJson(TypedDict):
    """A page of mails. `next` is the `before` of the next page."""

    mails: list[MailJson]
    next: str | None


def mails_json(mails: Sequence[KeptMail], limit: int) -> MailsJson:
    """Return a page of mails, with the value of `before` for the next one."""
    return {"mails": [_mail_json(mail) for mail in mails], "next": mails[-1].id if len(mails) == limit else None}


def shown_json(shown: ShownMail) -> ShownMailJson:
    """Return a mail with its text, which is null where it is not shown."""
    letter = shown.letter
    return {
        **_mail_json(shown.kept),
        "subject": letter.subject if letter else None,
        "text": letter.text if letter else None,
        "html": letter.html if letter else None,
    }


def _mail_json(mail: KeptMail) -> MailJson:
    return {
        "id": mail.id,
        "kind": mail.kind,
        "to": mail.email,
        "state": mail.state,
        "tries": mail.tries,
        "created_at": mail.created_at.isoformat(),
        "sent_at": mail.sent_at.isoformat() if mail.sent_at else None,
        "error": mail.error,
    }
