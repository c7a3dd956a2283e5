"""The relay of the containers, from a real LocalStack to an SMTP server."""

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
from esteira.mail.mail import Letter

from infra.docker.mail_relay.handed_over import HandedOver
from infra.docker.mail_relay.relay import relay
from infra.docker.mail_relay.smtp import hand_over
from infra.errors import MailServerUnreachable
from infra.local.sent_mails import KeptMail, kept_mails
from tests.fixtures.mails import MARIA
from tests.harness.ports import free_port
from tests.harness.ses_sender import SENDER, send_by_ses
from tests.harness.smtp_catcher import SmtpCatcher, running_smtp_catcher

TEXT = ["the first line", ".a line with a dot", "não"]
MAIL = KeptMail(id="1", sender=SENDER, sent_at="", raw=b"To: maria@example.com\nSubject: Hello\n\ntext\n")


def caught(catcher: SmtpCatcher) -> list[EmailMessage]:
    return [message_from_bytes(raw, policy=policy.default) for raw in catcher.taken]


def test_what_was_sent_by_ses_is_handed_over_once_whatever_is_restarted(localstack: str, tmp_path: Path) -> None:
    to = replace(MARIA, email=f"{uuid4().hex}@example.com")
    for subject in ("primeira é", "second"):
        send_by_ses(localstack, to, Letter(subject=subject, text="\n".join(TEXT), html="<p>x</p>"))
    ours = [mail for mail in kept_mails(localstack) if to.email in mail.recipients]
    catcher, port = SmtpCatcher(), free_port()

    def go_round() -> None:
        # As a relay that has just been started.
        relay(ours, HandedOver(tmp_path / "handed-over.json"), partial(hand_over, host="127.0.0.1", port=port))

    with pytest.raises(MailServerUnreachable):
        go_round()
    for _ in range(2):
        with running_smtp_catcher(catcher, port):
            go_round()

    mails = caught(catcher)
    assert [mail["Subject"] for mail in mails] == ["primeira é", "second"]
    text = mails[0].get_body(("plain",))
    assert text
    assert text.get_content().splitlines() == TEXT


def test_a_mail_that_is_refused_for_good_keeps_no_other_waiting(tmp_path: Path) -> None:
    handed_over = HandedOver(tmp_path / "handed-over.json")
    with running_smtp_catcher(SmtpCatcher(answer="550 unknown")) as port:
        relay([MAIL], handed_over, partial(hand_over, host="127.0.0.1", port=port))

    assert handed_over.read() == {MAIL.id}


def test_only_the_mail_under_way_is_handed_over_again_after_a_kill(tmp_path: Path) -> None:
    handed_over, sent = HandedOver(tmp_path / "handed-over.json"), []
    mails = [MAIL.model_copy(update={"id": each}) for each in ("1", "2")]

    def killed_at_the_second(mail: KeptMail) -> None:
        sent.append(mail.id)
        if len(sent) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        relay(mails, handed_over, killed_at_the_second)
    relay(mails, handed_over, lambda mail: sent.append(mail.id))

    assert sent == ["1", "2", "2"]


def test_ids_of_an_emulator_that_was_restarted_are_forgotten(tmp_path: Path) -> None:
    handed_over = HandedOver(tmp_path / "handed-over.json")
    handed_over.write({"lost"})

    relay([MAIL], handed_over, lambda _mail: None)

    assert handed_over.read() == {MAIL.id}
