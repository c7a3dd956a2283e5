"""Mails as JSON: `GET /mails`. Their text is not among it, since it may hold a code."""

from collections.abc import Sequence
from typing import Any

from esteira.mail.mail import KeptMail


def mails_json(mails: Sequence[KeptMail], limit: int) -> dict[str, Any]:
    """Return a page of mails, with the value of `before` for the next one."""
    return {"mails": [_mail_json(mail) for mail in mails], "next": mails[-1].id if len(mails) == limit else None}


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
