"""Mails as JSON: `GET /mails` without their text, `GET /mails/{mail_id}` with it."""

from collections.abc import Sequence
from typing import Any

from esteira.mail.mail import KeptMail
from esteira.mail.read_mail import ShownMail


def mails_json(mails: Sequence[KeptMail], limit: int) -> dict[str, Any]:
    """Return a page of mails, with the value of `before` for the next one."""
    return {"mails": [_mail_json(mail) for mail in mails], "next": mails[-1].id if len(mails) == limit else None}


def shown_json(shown: ShownMail) -> dict[str, Any]:
    """Return a mail with its text, which is null where it is not shown."""
    letter = shown.letter
    text = {"subject": letter.subject, "text": letter.text, "html": letter.html} if letter else NO_TEXT
    return {**_mail_json(shown.kept), **text}


NO_TEXT = dict.fromkeys(("subject", "text", "html"))


def _mail_json(mail: KeptMail) -> dict[str, Any]:
    return {
        "id": mail.id,
        "kind": mail.kind.value,
        "to": mail.email,
        "state": mail.state.value,
        "tries": mail.tries,
        "created_at": mail.created_at.isoformat(),
        "sent_at": mail.sent_at.isoformat() if mail.sent_at else None,
        "error": mail.error,
    }
