"""The mails that the emulator was given: LocalStack's `GET /_aws/ses`."""

from collections.abc import Sequence
from email import message_from_bytes, policy

import httpx
from esteira.core.strict_json import json_value
from pydantic import BaseModel

from infra.errors import EmulatorUnreachable

TIMEOUT_SECONDS = 10


class SentMail(BaseModel, frozen=True):
    """A mail as it was sent."""

    to: tuple[str, ...]
    subject: str
    sent_at: str
    text: str
    html: str


def sent_mails(endpoint_url: str) -> Sequence[SentMail]:
    """The mails in the order in which they were sent. Raises `EmulatorUnreachable`."""
    try:
        answer = httpx.get(f"{endpoint_url}/_aws/ses", timeout=TIMEOUT_SECONDS, trust_env=False)
        answer.raise_for_status()
    except httpx.HTTPError as error:
        raise EmulatorUnreachable(f"({type(error).__name__})") from error
    return [_sent(message) for message in json_value(answer.content)["messages"]]


def _sent(message: dict[str, str]) -> SentMail:
    mail = message_from_bytes(message["RawData"].encode(), policy=policy.default)
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    return SentMail(
        to=tuple(address.addr_spec for address in mail["To"].addresses),
        subject=str(mail["Subject"]),
        sent_at=message.get("Timestamp", ""),
        text=str(text.get_content()) if text else "",
        html=str(html.get_content()) if html else "",
    )
