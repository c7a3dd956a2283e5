"""A mail is read by its recipient and by administrators, and its code by nobody."""

from dataclasses import replace

import pytest
from cryptography.fernet import Fernet
from esteira.core.errors import NotFound
from esteira.core.principal import Principal, Role
from esteira.core.sealing import FernetSealer
from esteira.mail.deliver_mails import add_mail
from esteira.mail.http import shown_json
from esteira.mail.letter_writer import TemplateLetterWriter
from esteira.mail.mail import NewMail
from esteira.mail.memory import MemoryOutbox
from esteira.mail.read_mail import ReadMailDeps, read_mail
from pydantic import SecretStr

from tests.fixtures.clock import READ_AT, HandClock
from tests.fixtures.mails import CODE, MARIA, look_up_mail, new_mail

OWNER = Principal(id=MARIA.id, kind="user", role=Role.VIEWER, name="")
STRANGER = replace(OWNER, id="user:2", role=Role.OPERATOR)
ADMIN = replace(OWNER, id="user:3", role=Role.ADMIN)


@pytest.fixture
def deps() -> ReadMailDeps:
    sealer = FernetSealer(SecretStr(Fernet.generate_key().decode()))
    return ReadMailDeps(outbox=MemoryOutbox(), letter_writer=TemplateLetterWriter(), sealer=sealer)


def kept(deps: ReadMailDeps, mail: NewMail) -> str:
    add_mail(deps.outbox, deps.sealer, mail, HandClock())
    return deps.outbox.page(None, None, 1)[0].id


def test_a_mail_is_read_as_text_and_html_before_and_after_it_is_sent(deps: ReadMailDeps) -> None:
    mail_id = kept(deps, look_up_mail())
    before = shown_json(read_mail(deps, OWNER, mail_id))
    (claimed,) = deps.outbox.claim(1, READ_AT)
    deps.outbox.sent(claimed, READ_AT)

    after = shown_json(read_mail(deps, OWNER, mail_id))

    assert before["subject"] == after["subject"] == "Consulta iniciada: 12.ABC.345/01DE-35"
    assert (before["text"], before["html"]) == (after["text"], after["html"])
    assert "unsubscribe" not in f"{before['text']}{before['html']}"
    assert [before["state"], after["state"]] == ["pending", "sent"]


def test_administrators_read_any_mail_and_others_find_only_their_own(deps: ReadMailDeps) -> None:
    mail_id = kept(deps, look_up_mail())

    assert read_mail(deps, ADMIN, mail_id).letter is not None
    with pytest.raises(NotFound):
        read_mail(deps, STRANGER, mail_id)


@pytest.mark.parametrize("reader", [OWNER, ADMIN], ids=["owner", "admin"])
def test_a_code_is_shown_to_nobody(deps: ReadMailDeps, reader: Principal) -> None:
    shown = shown_json(read_mail(deps, reader, kept(deps, new_mail())))

    assert (shown["subject"], shown["text"], shown["html"]) == (None, None, None)
    assert CODE not in repr(shown)


def test_of_a_mail_whose_key_is_gone_the_way_is_shown_without_the_text(deps: ReadMailDeps) -> None:
    mail_id = kept(deps, look_up_mail())
    newer = replace(deps, sealer=FernetSealer(SecretStr(Fernet.generate_key().decode())))

    shown = shown_json(read_mail(newer, OWNER, mail_id))

    assert (shown["kind"], shown["text"]) == ("lookup_started", None)


@pytest.mark.parametrize(
    "mail_id", ["nothing", "", "00000000-0000-4000-8000-000000000000"], ids=["no id", "empty", "unknown"]
)
def test_a_mail_that_is_not_there_is_not_found(deps: ReadMailDeps, mail_id: str) -> None:
    with pytest.raises(NotFound):
        read_mail(deps, ADMIN, mail_id)
