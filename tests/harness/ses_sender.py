"""Mails by the real sender to an emulator."""

from contextlib import closing
from datetime import UTC, datetime
from uuid import uuid4

from esteira.mail.mail import ClaimedMail, Letter, Recipient
from esteira.mail.mail_kind import MailKind
from esteira.mail.ses import SesMailSender

from infra.local.aws import aws_client

SENDER = "esteira@localhost.localdomain"


def send_by_ses(endpoint: str, to: Recipient, letter: Letter) -> None:
    """Send a letter, from an address that the emulator is told to accept."""
    with closing(aws_client("ses", endpoint)) as ses:
        ses.verify_email_identity(EmailAddress=SENDER)
        SesMailSender(ses, SENDER).send(_claimed(to), letter)


def _claimed(to: Recipient) -> ClaimedMail:
    return ClaimedMail(
        id=uuid4().hex,
        kind=MailKind.LOOKUP_SUCCEEDED,
        recipient=to,
        sealed_facts=b"",
        created_at=datetime.now(UTC),
        tries=1,
    )
