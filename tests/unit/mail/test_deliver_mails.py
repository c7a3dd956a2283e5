"""Mails are delivered once, later if SES is away, and leave no secret behind."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from esteira.core.errors import Forbidden, MailRefused, MailsUnavailable
from esteira.core.principal import Principal, Role
from esteira.core.queue.memory import MemoryQueueSender
from esteira.core.reporting.error_message import decode_error
from esteira.core.reporting.error_report import ErrorKind, ErrorReport, ReportErrors
from esteira.core.reporting.memory import ProcessStormBrake
from esteira.core.reporting.publish_errors import ErrorPublisher, publish_errors
from esteira.core.sealing import FernetSealer
from esteira.mail.deliver_mails import MailDeps, add_mail, deliver_mails
from esteira.mail.http import mails_json
from esteira.mail.letter_writer import TemplateLetterWriter
from esteira.mail.list_mails import ListMails, list_mails
from esteira.mail.mail import MailState
from esteira.mail.mail_kind import MailKind
from esteira.mail.memory import MemoryMailSender, MemoryOutbox
from esteira.mail.unsubscribe_links import UnsubscribeLinks
from pydantic import SecretStr

from tests.fixtures.booking import Bells
from tests.fixtures.clock import HandClock
from tests.fixtures.mails import CODE, MARIA, look_up_mail, new_mail


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def sender() -> MemoryMailSender:
    return MemoryMailSender()


def reporting_to(publisher: ErrorPublisher) -> ReportErrors:
    def report(reports: Sequence[ErrorReport]) -> None:
        publish_errors(publisher, reports)

    return report


@pytest.fixture
def errors() -> MemoryQueueSender:
    """The queue to which errors are published."""
    return MemoryQueueSender()


@pytest.fixture
def deps(clock: HandClock, sender: MemoryMailSender, errors: MemoryQueueSender) -> MailDeps:
    sealer = FernetSealer(SecretStr(Fernet.generate_key().decode()))
    return MailDeps(
        outbox=MemoryOutbox(),
        letter_writer=TemplateLetterWriter(),
        mail_sender=sender,
        sealer=sealer,
        links=UnsubscribeLinks(sealer=sealer, public_url="https://api.example.com"),
        clock=clock,
        report=reporting_to(ErrorPublisher(queue=errors, brake=ProcessStormBrake())),
    )


def add(deps: MailDeps, event: str = "e1") -> bool:
    return add_mail(deps.outbox, deps.sealer, new_mail(event), deps.clock)


def states(deps: MailDeps) -> list[MailState]:
    return [mail.state for mail in deps.outbox.page(None, None, 500)]


def test_a_mail_is_written_in_its_recipients_language_and_sent_once(deps: MailDeps, sender: MemoryMailSender) -> None:
    add(deps)

    counts = [deliver_mails(deps) for _ in range(3)]

    ((mail, letter),) = sender.sent
    assert (mail.recipient, CODE in letter.text) == (MARIA, True)
    assert letter.subject == f"Seu código da Esteira: {CODE}"
    assert [count["sent"] for count in counts] == [1, 0, 0]


def test_an_event_makes_one_mail_however_often_it_happens(deps: MailDeps, sender: MemoryMailSender) -> None:
    assert [add(deps) for _ in range(3)] == [True, False, False]

    deliver_mails(deps)

    assert len(sender.sent) == 1


def test_all_that_is_due_leaves_in_one_delivery(deps: MailDeps, sender: MemoryMailSender) -> None:
    for number in range(120):
        add(deps, f"e{number}")

    assert deliver_mails(deps)["sent"] == len(sender.sent) == 120


def test_while_ses_is_away_a_mail_waits_longer_each_time_and_then_leaves(
    deps: MailDeps, sender: MemoryMailSender, clock: HandClock
) -> None:
    add(deps)
    sender.fault = MailsUnavailable("(Throttling)")
    for wait in (30, 60, 120):
        assert deliver_mails(deps)["pending"] == 1
        clock.forward(wait - 1)
        assert deliver_mails(deps)["pending"] == 0
        clock.forward(1)

    sender.fault = None

    assert deliver_mails(deps)["sent"] == 1


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (MailsUnavailable("(Throttling)"), ErrorKind.PROVIDER),
        (MailRefused(f"(not verified: {MARIA.email})"), ErrorKind.PROVIDER),
    ],
    ids=["put off", "given up"],
)
def test_why_a_mail_did_not_leave_is_published_without_its_recipients_address(
    deps: MailDeps,
    sender: MemoryMailSender,
    errors: MemoryQueueSender,
    fault: MailsUnavailable | MailRefused,
    kind: ErrorKind,
) -> None:
    add(deps)
    sender.fault = fault

    deliver_mails(deps)

    ((mail,), (body,)) = deps.outbox.page(None, None, 10), errors.bodies
    published = decode_error(body)
    assert (published.kind, published.place) == (kind, "mails.deliver")
    assert type(fault).__name__ in published.cause
    assert str(mail.id) in (published.original or "")
    assert MARIA.email not in body


def test_mails_that_left_publish_nothing_and_a_delivery_reports_once_however_many_stayed(
    deps: MailDeps, sender: MemoryMailSender
) -> None:
    published: list[int] = []
    counting = replace(deps, report=lambda reports: published.append(len(reports)))
    add(deps, "e0")
    deliver_mails(counting)
    sender.fault = MailsUnavailable("(Throttling)")
    for number in range(1, 31):
        add(deps, f"e{number}")

    deliver_mails(counting)

    assert published == [0, 30]


def test_a_delivery_whose_errors_cannot_be_published_goes_on(deps: MailDeps, sender: MemoryMailSender) -> None:
    add(deps)
    away = ErrorPublisher(queue=Bells(away=True), brake=ProcessStormBrake())
    sender.fault = MailsUnavailable("(Throttling)")

    counts = deliver_mails(replace(deps, report=reporting_to(away)))

    assert counts["pending"] == 1


def test_a_mail_is_given_up_after_a_day(deps: MailDeps, sender: MemoryMailSender, clock: HandClock) -> None:
    add(deps)
    sender.fault = MailsUnavailable("(Throttling)")
    for _ in range(40):
        deliver_mails(deps)
        clock.forward(timedelta(hours=1).total_seconds())

    (kept,) = deps.outbox.page(None, None, 1)
    assert (kept.state, kept.error) == (MailState.FAILED, MailsUnavailable().public_message)


def test_a_mail_that_ses_refuses_is_not_tried_again(deps: MailDeps, sender: MemoryMailSender) -> None:
    add(deps)
    sender.fault = MailRefused("(MessageRejected)")

    assert [deliver_mails(deps)["failed"] for _ in range(2)] == [1, 0]
    assert states(deps) == [MailState.FAILED]


def test_a_mail_that_cannot_be_written_is_given_up_and_delays_no_other(
    deps: MailDeps, sender: MemoryMailSender
) -> None:
    add_mail(deps.outbox, deps.sealer, replace(new_mail("without a code"), facts={}), deps.clock)
    add(deps)

    counts = deliver_mails(deps)

    assert (counts["sent"], counts["failed"], len(sender.sent)) == (1, 1, 1)


def test_a_mail_that_was_claimed_and_never_heard_of_again_leaves_after_ten_minutes(
    deps: MailDeps, sender: MemoryMailSender, clock: HandClock
) -> None:
    add(deps)
    deps.outbox.claim(1, clock())
    clock.forward(599)
    assert deliver_mails(deps)["sent"] == 0

    clock.forward(1)

    assert deliver_mails(deps)["sent"] == 1


def test_a_mail_about_a_look_up_has_a_link_of_its_recipient_and_one_about_the_account_has_none(
    deps: MailDeps, sender: MemoryMailSender
) -> None:
    add(deps)
    add_mail(deps.outbox, deps.sealer, look_up_mail("e2"), deps.clock)

    deliver_mails(deps)

    urls = {mail.kind: letter.unsubscribe_url for mail, letter in sender.sent}
    assert urls[MailKind.CONFIRM_ACCOUNT] == ""
    assert urls[MailKind.LOOKUP_STARTED].startswith("https://api.example.com/mails/unsubscribe?token=")


def test_facts_that_no_key_opens_wait_for_the_key(deps: MailDeps, clock: HandClock) -> None:
    other = FernetSealer(SecretStr(Fernet.generate_key().decode()))
    add_mail(deps.outbox, other, new_mail("e1"), clock)

    assert deliver_mails(deps)["pending"] == 1


def test_people_see_their_own_mails_and_administrators_all_without_the_codes(deps: MailDeps) -> None:
    add(deps)
    owner, other, admin = (
        Principal(id=principal_id, kind="user", role=role, name="")
        for principal_id, role in ((MARIA.id, Role.VIEWER), ("user:2", Role.OPERATOR), ("user:3", Role.ADMIN))
    )

    seen = [len(list_mails(deps.outbox, principal, ListMails())) for principal in (owner, other, admin)]

    assert seen == [1, 0, 0]
    assert CODE not in str(mails_json(list_mails(deps.outbox, admin, ListMails(everyone=True)), 100))
    with pytest.raises(Forbidden):
        list_mails(deps.outbox, other, ListMails(everyone=True))
