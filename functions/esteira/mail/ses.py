"""Sends mails by SES (version 1), as text and HTML."""

from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from esteira.core.errors import MailRefused, MailsUnavailable
from esteira.mail.mail import ClaimedMail, Letter, one_line

if TYPE_CHECKING:
    from mypy_boto3_ses import SESClient

REFUSED = frozenset({"MessageRejected", "InvalidParameterValue", "AccountSendingPausedException"})
MAX_SUBJECT = 200

WHOLE_LINES = policy.default.clone(max_line_length=998)
"""A link is not folded, or readers would see another one; 998 is what a line of a mail may have."""


def ses_client() -> "SESClient":
    """Return a client of SES, by the environment's region, endpoint and credentials. Connects at first use."""
    config = Config(connect_timeout=3, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 2})
    return boto3.client("ses", config=config)


class SesMailSender:
    """The port `MailSender`. `sender` is an address that SES may send from."""

    def __init__(self, client: "SESClient", sender: str) -> None:
        self._client = client
        self._sender = sender

    def send(self, mail: ClaimedMail, letter: Letter) -> None:
        """See `MailSender.send`."""
        message = composed(mail, letter, self._sender)
        with _errors():
            self._client.send_raw_email(
                Source=self._sender, Destinations=[mail.recipient.email], RawMessage={"Data": message.as_bytes()}
            )

    def close(self) -> None:
        """Close the client."""
        self._client.close()


def composed(mail: ClaimedMail, letter: Letter, sender: str) -> EmailMessage:
    """Return the mail with its headers. Whatever a name contains, it has one recipient: line breaks are refused."""
    message = EmailMessage(policy=WHOLE_LINES)
    message["From"] = Address("Esteira", addr_spec=sender)
    message["To"] = Address(mail.recipient.shown_name, addr_spec=mail.recipient.email)
    message["Subject"] = one_line(letter.subject, most=MAX_SUBJECT)
    message["Message-ID"] = f"<{mail.id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe_url:
        # RFC 8058: mail programs unsubscribe with one click, by a POST.
        message["List-Unsubscribe"] = f"<{letter.unsubscribe_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return message


@contextmanager
def _errors() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        code = error.response["Error"]["Code"]
        raise (MailRefused if code in REFUSED else MailsUnavailable)(f"({code})") from error
    except BotoCoreError as error:
        raise MailsUnavailable(f"({type(error).__name__})") from error
