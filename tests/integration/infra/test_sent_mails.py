"""The mails that the emulator was given are read as they were sent."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import boto3
from esteira.mail.mail import ClaimedMail, Letter
from esteira.mail.mail_kind import MailKind
from esteira.mail.ses import SesMailSender

from infra.local.sent_mails import sent_mails
from tests.fixtures.mails import MARIA

SENDER = "esteira@localhost.localdomain"


def test_letters_with_accents_come_out_as_they_went_in(localstack: str) -> None:
    session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")
    ses = session.client("ses", endpoint_url=localstack)
    ses.verify_email_identity(EmailAddress=SENDER)
    to = replace(MARIA, email=f"{uuid4().hex}@example.com", name="Conceição")
    mail = ClaimedMail(
        id=uuid4().hex,
        kind=MailKind.LOOKUP_SUCCEEDED,
        recipient=to,
        sealed_facts=b"",
        created_at=datetime.now(UTC),
        tries=1,
    )
    SesMailSender(ses, SENDER).send(mail, Letter(subject="Consulta: IPÊ TÊXTIL", text="não", html="<p>não</p>"))

    (sent,) = [each for each in sent_mails(localstack) if to.email in each.to]

    assert (sent.subject, sent.text.strip(), sent.html.strip()) == ("Consulta: IPÊ TÊXTIL", "não", "<p>não</p>")
    ses.close()
