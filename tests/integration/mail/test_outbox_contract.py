"""Contract of `Outbox`: the twin and Postgres."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest
from esteira.core.postgres.single_statements import SingleStatements
from esteira.mail.mail import MailState
from esteira.mail.mail_kind import UNSUBSCRIBABLE, MailKind
from esteira.mail.memory import MemoryOutbox
from esteira.mail.ports import Outbox
from esteira.mail.postgres.outbox import PostgresOutbox

from tests.fixtures.clock import READ_AT
from tests.fixtures.mails import MARIA, look_up_mail, new_mail

SECOND = timedelta(seconds=1)


@pytest.fixture(params=["memory", "postgres"])
def outbox(request: pytest.FixtureRequest) -> Outbox:
    if request.param == "memory":
        return MemoryOutbox()
    return PostgresOutbox(request.getfixturevalue("statements"))


def test_a_recipient_has_one_mail_of_an_event(outbox: Outbox) -> None:
    other = replace(MARIA, id="user:2")

    added = [outbox.add(new_mail("e1", who), b"", READ_AT) for who in (MARIA, MARIA, other)]

    assert added == [True, False, True]


def test_a_claimed_mail_is_not_claimed_again_before_ten_minutes_are_over(outbox: Outbox) -> None:
    outbox.add(new_mail(), b"sealed", READ_AT)

    (first,) = outbox.claim(10, READ_AT)
    assert outbox.claim(10, READ_AT + timedelta(minutes=10) - SECOND) == []
    (second,) = outbox.claim(10, READ_AT + timedelta(minutes=10))

    assert (first.tries, second.tries, bytes(second.sealed_facts)) == (1, 2, b"sealed")
    assert (first.recipient, first.created_at) == (MARIA, READ_AT)


def test_a_sent_mail_is_never_claimed_again(outbox: Outbox) -> None:
    outbox.add(new_mail(), b"", READ_AT)
    (mail,) = outbox.claim(1, READ_AT)
    outbox.sent(mail, READ_AT + SECOND)

    assert outbox.claim(1, READ_AT + timedelta(days=2)) == []
    (kept,) = outbox.page(MARIA.id, None, 10)
    assert (kept.state, kept.sent_at, kept.tries) == (MailState.SENT, READ_AT + SECOND, 1)


def test_a_mail_that_was_put_off_is_due_at_its_time(outbox: Outbox) -> None:
    outbox.add(new_mail(), b"", READ_AT)
    (mail,) = outbox.claim(1, READ_AT)
    outbox.later(mail, READ_AT + 30 * SECOND, "throttled")

    assert outbox.claim(1, READ_AT + 29 * SECOND) == []
    assert [again.tries for again in outbox.claim(1, READ_AT + 30 * SECOND)] == [2]


def test_who_comes_back_late_changes_nothing_of_a_newer_claim(outbox: Outbox) -> None:
    outbox.add(new_mail(), b"", READ_AT)
    (late,) = outbox.claim(1, READ_AT)
    (newer,) = outbox.claim(1, READ_AT + timedelta(minutes=10))
    outbox.failed(late, READ_AT, "too late")
    outbox.later(late, READ_AT, "too late")

    outbox.sent(newer, READ_AT + timedelta(minutes=11))

    assert [mail.state for mail in outbox.page(None, None, 10)] == [MailState.SENT]


def test_mails_are_listed_newest_first_in_pages_and_by_recipient(outbox: Outbox) -> None:
    for number in range(5):
        outbox.add(new_mail(f"e{number}"), b"", READ_AT + number * SECOND)
    outbox.add(new_mail("e9", replace(MARIA, id="user:2")), b"", READ_AT)

    first = outbox.page(MARIA.id, None, 3)
    rest = outbox.page(MARIA.id, first[-1].id, 3)

    assert [mail.created_at.second for mail in [*first, *rest]] == [4, 3, 2, 1, 0]
    assert len(outbox.page(None, None, 10)) == 6


def test_mails_about_accounts_leave_before_all_others(outbox: Outbox) -> None:
    for kind in UNSUBSCRIBABLE:
        outbox.add(replace(look_up_mail(kind.value), kind=kind), b"", READ_AT)
    outbox.add(new_mail("code"), b"", READ_AT + SECOND)

    claims = [outbox.claim(1, READ_AT + SECOND)[0].kind for _ in range(len(UNSUBSCRIBABLE) + 1)]

    assert claims[0] is MailKind.CONFIRM_ACCOUNT
    assert set(claims[1:]) == UNSUBSCRIBABLE


def test_two_deliveries_at_once_claim_different_mails(statements: SingleStatements) -> None:
    outbox = PostgresOutbox(statements)
    for number in range(200):
        outbox.add(new_mail(f"e{number}"), b"", READ_AT)

    with ThreadPoolExecutor(4) as pool:
        claims = list(pool.map(lambda _: outbox.claim(20, READ_AT), range(10)))

    claimed = [mail.id for claim in claims for mail in claim]
    assert len(claimed) == len(set(claimed)) == 200


def test_nothing_is_left_of_the_facts_of_a_finished_mail(statements: SingleStatements, target_dsn: str) -> None:
    outbox = PostgresOutbox(statements)
    for event in ("e1", "e2"):
        outbox.add(new_mail(event), b"canary", READ_AT)
    first, second = outbox.claim(2, READ_AT)
    outbox.sent(first, READ_AT)
    outbox.failed(second, READ_AT, "refused")

    with psycopg.connect(target_dsn) as connection:
        assert connection.execute("SELECT sealed_facts FROM mails").fetchall() == [(None,), (None,)]


def test_a_mail_is_found_with_what_its_text_is_made_of_also_when_it_is_sent(outbox: Outbox) -> None:
    outbox.add(look_up_mail(), b"sealed", READ_AT)
    (mail,) = outbox.claim(1, READ_AT)
    outbox.sent(mail, READ_AT)

    found = outbox.find(mail.id)

    assert found is not None
    assert (found.kept, found.recipient) == (outbox.page(None, None, 1)[0], MARIA)
    assert bytes(found.sealed_facts or b"") == b"sealed"


def test_of_a_mail_with_a_code_nothing_is_found_but_its_way(outbox: Outbox) -> None:
    outbox.add(new_mail(), b"sealed", READ_AT)
    (mail,) = outbox.claim(1, READ_AT)
    outbox.failed(mail, READ_AT, "refused")

    found = outbox.find(mail.id)

    assert found is not None
    assert (found.kept.state, found.sealed_facts) == (MailState.FAILED, None)


def test_a_mail_that_is_unknown_is_not_found(outbox: Outbox) -> None:
    assert outbox.find("00000000-0000-4000-8000-000000000000") is None


def test_a_page_has_only_mails_in_the_requested_state(outbox: Outbox) -> None:
    outbox.add(new_mail("e1"), b"", READ_AT)
    (mail,) = outbox.claim(1, READ_AT)
    outbox.failed(mail, READ_AT, "refused")
    outbox.add(new_mail("e2"), b"", READ_AT + SECOND)

    found = {state: len(outbox.page(None, None, 10, state=state)) for state in MailState}

    assert found == {MailState.PENDING: 1, MailState.SENDING: 0, MailState.SENT: 0, MailState.FAILED: 1}
