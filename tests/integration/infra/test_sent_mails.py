"""The mails that the emulator was given are read as they were sent."""

from dataclasses import replace
from uuid import uuid4

from esteira.mail.mail import Letter

from infra.local.sent_mails import sent_mails
from tests.fixtures.mails import MARIA
from tests.harness.ses_sender import send_by_ses


def test_letters_with_accents_come_out_as_they_went_in(localstack: str) -> None:
    to = replace(MARIA, email=f"{uuid4().hex}@example.com", name="Conceição")
    send_by_ses(localstack, to, Letter(subject="Consulta: IPÊ TÊXTIL", text="não", html="<p>não</p>"))

    (sent,) = [each for each in sent_mails(localstack) if to.email in each.to]

    assert (sent.subject, sent.text.strip(), sent.html.strip()) == ("Consulta: IPÊ TÊXTIL", "não", "<p>não</p>")
