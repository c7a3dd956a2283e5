"""Mails about look-ups: one for each event, to those who want them, without anything about partners."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from esteira.lookups.company import REVEALED
from esteira.lookups.lookup_task import NewTask, TaskState, new_task
from esteira.lookups.mails import TaskOutcome, ended_mails, started_mails
from esteira.lookups.ranking import AGEING
from esteira.mail.letter_writer import TemplateLetterWriter
from esteira.mail.mail import NewMail
from esteira.mail.mail_kind import MailKind

from tests.fixtures.lookups import NOON, OWNER, STRANGER, lookup
from tests.fixtures.mails import MARIA
from tests.fixtures.provider_answers import DOCUMENT, PARTNER, company

RECIPIENTS = {OWNER: replace(MARIA, id=OWNER)}
LETTERS = TemplateLetterWriter()


def task(**changes: Any) -> NewTask:
    return replace(new_task(lookup(), due_at=NOON, now=NOON, ageing=AGEING), **changes)


def succeeded(**changes: Any) -> TaskOutcome:
    known = company().model_copy(update=changes)
    fields = known.model_dump(mode="json", context=REVEALED, exclude={"raw"})
    return TaskOutcome(task=task(), state=TaskState.SUCCEEDED, company=fields)


def text(mail: NewMail, language: str = "pt") -> str:
    letter = LETTERS.write(mail.kind, language, {**mail.facts, "name": mail.recipient.name})
    return f"{letter.subject}\n{letter.text}\n{letter.html}"


def test_the_start_and_the_end_of_a_task_are_an_event_each() -> None:
    one = task()

    mails = started_mails([one], RECIPIENTS) + ended_mails([TaskOutcome(task=one, state=TaskState.DEAD)], RECIPIENTS)

    assert [mail.kind for mail in mails] == [MailKind.LOOKUP_STARTED, MailKind.LOOKUP_FAILED]
    assert [mail.event for mail in mails] == [f"lookup:{one.id}:lookup_started", f"lookup:{one.id}:lookup_failed"]
    assert {mail.recipient.id for mail in mails} == {OWNER}


def test_only_look_ups_that_notify_and_owners_who_want_it_make_mails() -> None:
    tasks = [task(notify=False), task(owner_id=STRANGER)]

    assert started_mails(tasks, RECIPIENTS) == []
    assert ended_mails([TaskOutcome(task=each, state=TaskState.DEAD) for each in tasks], RECIPIENTS) == []


@pytest.mark.parametrize("state", [TaskState.QUEUED, TaskState.RUNNING, TaskState.RETRYING])
def test_a_task_that_has_not_ended_makes_no_mail(state: TaskState) -> None:
    assert ended_mails([TaskOutcome(task=task(), state=state)], RECIPIENTS) == []


def test_a_success_is_told_with_name_cnpj_status_source_and_freshness() -> None:
    (mail,) = ended_mails([succeeded()], RECIPIENTS)

    for told in ("OPEN KNOWLEDGE BRASIL", "12.ABC.345/01DE-35", "ATIVA", "brasilapi", "20/07/2026 09:00"):
        assert told in text(mail)


@pytest.mark.parametrize("language", ["pt", "en"])
def test_partners_are_in_no_mail(language: str) -> None:
    (mail,) = ended_mails([succeeded()], RECIPIENTS)

    written = repr(mail.facts) + text(mail, language)

    assert [personal for personal in (PARTNER, DOCUMENT) if personal in written] == []


def test_data_of_a_known_day_are_told_with_it() -> None:
    provenance = company().provenance.model_copy(update={"as_of": datetime(2026, 6, 30, tzinfo=UTC)})

    (mail,) = ended_mails([succeeded(provenance=provenance)], RECIPIENTS)

    assert "Dados de: 30/06/2026" in text(mail)


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (TaskState.NOT_FOUND, "nenhuma empresa com este CNPJ consta no cadastro"),
        (TaskState.DEAD, "todas as tentativas falharam"),
    ],
)
def test_a_look_up_without_a_result_says_why_in_plain_words(state: TaskState, reason: str) -> None:
    (mail,) = ended_mails([TaskOutcome(task=task(), state=state, detail="brasilapi: down")], RECIPIENTS)

    assert reason in text(mail)
    assert "Detalhe técnico: brasilapi: down" in text(mail)


@pytest.mark.parametrize(
    "name",
    ["EMPRESA\r\nBcc: all@example.com", "EMPRESA\n\nBcc: all@example.com", "EMPRESA\u2028Bcc: all@example.com"],
    ids=["CR LF", "paragraph", "U+2028"],
)
def test_a_company_cannot_begin_a_line_of_a_mail(name: str) -> None:
    (mail,) = ended_mails([succeeded(name=name)], RECIPIENTS)

    assert "EMPRESA Bcc: all@example.com" in text(mail)
    assert not [line for line in text(mail).splitlines() if line.startswith("Bcc")]


def test_a_long_name_and_a_long_detail_are_cut() -> None:
    outcomes = [succeeded(name="x" * 1_000_000), TaskOutcome(task=task(), state=TaskState.DEAD, detail="y" * 1_000_000)]

    assert max(len(text(mail)) for mail in ended_mails(outcomes, RECIPIENTS)) < 5_000


def test_every_task_of_a_batch_has_its_mail() -> None:
    tasks = [task(id=UUID(int=number)) for number in (3, 1, 2)]

    events = [mail.event for mail in started_mails(tasks, RECIPIENTS)]

    assert events == [f"lookup:{each.id}:lookup_started" for each in tasks]
