"""Contract of `RecipientBook`, with the outbox beside it: the twins and Postgres."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from esteira.mail.mail import MailState, Subscription
from esteira.mail.memory import MemoryOutbox, MemoryRecipientBook
from esteira.mail.ports import Outbox, RecipientBook
from esteira.mail.postgres.outbox import PostgresOutbox
from esteira.mail.postgres.recipient_book import PostgresRecipientBook

from tests.fixtures.clock import READ_AT
from tests.fixtures.mails import MARIA, look_up_mail, new_mail

OTHER = replace(MARIA, id="user:2")


@dataclass(frozen=True, kw_only=True)
class Stores:
    """The address book and the outbox."""

    book: RecipientBook
    outbox: Outbox


@pytest.fixture(params=["memory", "postgres"])
def stores(request: pytest.FixtureRequest) -> Stores:
    if request.param == "memory":
        outbox = MemoryOutbox()
        return Stores(book=MemoryRecipientBook(outbox), outbox=outbox)
    statements = request.getfixturevalue("statements")
    return Stores(book=PostgresRecipientBook(statements), outbox=PostgresOutbox(statements))


def test_a_recipient_is_found_as_it_was_kept_last(stores: Stores) -> None:
    moved = replace(MARIA, email="new@example.com", time_zone="Europe/Lisbon")
    for recipient in (MARIA, moved):
        stores.book.keep(recipient)

    assert stores.book.find(MARIA.id) == Subscription(recipient=moved, subscribed=True)
    assert stores.book.find(OTHER.id) is None


def test_who_has_unsubscribed_stays_so_until_they_subscribe_again(stores: Stores) -> None:
    stores.book.keep(MARIA)
    stores.book.unsubscribe(MARIA.id, READ_AT)
    stores.book.keep(replace(MARIA, name="Maria José"))
    unsubscribed = stores.book.find(MARIA.id)

    stores.book.subscribe(MARIA.id)

    subscribed = stores.book.find(MARIA.id)
    assert unsubscribed is not None
    assert subscribed is not None
    assert (unsubscribed.subscribed, subscribed.subscribed) == (False, True)


def test_only_known_recipients_can_change_their_mind(stores: Stores) -> None:
    stores.book.keep(MARIA)

    changed = [
        (stores.book.unsubscribe(each, READ_AT), stores.book.subscribe(each)) for each in (MARIA.id, "user:none")
    ]

    assert changed == [(True, True), (False, False)]


def test_who_unsubscribes_gets_none_of_the_mails_that_wait_but_those_about_the_account(stores: Stores) -> None:
    for recipient in (MARIA, OTHER):
        stores.book.keep(recipient)
        stores.outbox.add(look_up_mail(recipient=recipient), b"", READ_AT)
    stores.outbox.add(new_mail("code"), b"", READ_AT)

    stores.book.unsubscribe(MARIA.id, READ_AT)

    claimed = stores.outbox.claim(10, READ_AT)
    assert {(mail.recipient.id, mail.kind.can_be_unsubscribed) for mail in claimed} == {
        (MARIA.id, False),
        (OTHER.id, True),
    }


def test_a_mail_that_was_not_sent_for_that_reason_says_so_and_one_that_was_sent_is_unchanged(stores: Stores) -> None:
    stores.book.keep(MARIA)
    stores.outbox.add(look_up_mail("sent"), b"", READ_AT)
    (sent,) = stores.outbox.claim(1, READ_AT)
    stores.outbox.sent(sent, READ_AT)
    stores.outbox.add(look_up_mail("waits"), b"", READ_AT + timedelta(seconds=1))

    stores.book.unsubscribe(MARIA.id, READ_AT)

    waited, before = stores.outbox.page(MARIA.id, None, 10)
    assert (waited.state, waited.error) == (MailState.FAILED, "The recipient has unsubscribed.")
    assert (before.state, before.error) == (MailState.SENT, None)
