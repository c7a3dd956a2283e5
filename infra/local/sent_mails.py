"""The mails that the emulator was given: LocalStack's `GET /_aws/ses`."""

from collections.abc import Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage
from http import HTTPStatus
from typing import Any

import httpx
from esteira.core.strict_json import json_value
from pydantic import BaseModel

from infra.errors import EmulatorUnreachable, MailboxMissing

TIMEOUT_SECONDS = 10


class SentMail(BaseModel, frozen=True):
    """A mail as it was sent."""

    to: tuple[str, ...]
    subject: str
    sent_at: str
    text: str
    html: str


class KeptMail(BaseModel, frozen=True):
    """The same as the emulator keeps it. No two have the same id, also after the emulator was restarted."""

    id: str
    sender: str
    sent_at: str
    raw: bytes

    @classmethod
    def of(cls, message: dict[str, Any]) -> "KeptMail":
        """Of an entry of the emulator's list."""
        return cls(
            id=message["Id"],
            sender=message["Source"],
            sent_at=message.get("Timestamp", ""),
            raw=message["RawData"].encode(),
        )

    @property
    def recipients(self) -> tuple[str, ...]:
        """The addresses in its header: the emulator keeps no others."""
        return tuple(address.addr_spec for address in parsed(self)["To"].addresses)


def sent_mails(endpoint_url: str) -> Sequence[SentMail]:
    """The mails in the order in which they were sent. Raises as `kept_mails` does."""
    return [_sent(mail) for mail in kept_mails(endpoint_url)]


def kept_mails(endpoint_url: str) -> Sequence[KeptMail]:
    """The same, unread. Raises `EmulatorUnreachable`, and `MailboxMissing` where the emulator is another one."""
    try:
        answer = httpx.get(f"{endpoint_url}/_aws/ses", timeout=TIMEOUT_SECONDS, trust_env=False)
        if answer.status_code == HTTPStatus.NOT_FOUND:
            raise MailboxMissing
        answer.raise_for_status()
    except httpx.HTTPError as error:
        raise EmulatorUnreachable(f"({type(error).__name__})") from error
    return [KeptMail.of(message) for message in json_value(answer.content)["messages"]]


def parsed(kept: KeptMail) -> EmailMessage:
    """The mail with its headers and parts."""
    return message_from_bytes(kept.raw, policy=policy.default)


def _sent(kept: KeptMail) -> SentMail:
    mail = parsed(kept)
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    return SentMail(
        to=kept.recipients,
        subject=str(mail["Subject"]),
        sent_at=kept.sent_at,
        text=str(text.get_content()) if text else "",
        html=str(html.get_content()) if html else "",
    )
