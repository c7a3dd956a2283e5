"""Mails that are written in the transaction of what they are about."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from esteira.core.postgres.database import Database
from esteira.core.postgres.sessions import Connection
from esteira.core.postgres.single_statements import SingleStatements
from esteira.mail.mail import SealedMail
from esteira.mail.postgres.in_transaction import add_mails, subscribed_recipients
from esteira.mail.postgres.outbox import PostgresOutbox
from esteira.mail.postgres.recipient_book import PostgresRecipientBook

from tests.fixtures.clock import READ_AT
from tests.fixtures.mails import MARIA, look_up_mail

OTHER = replace(MARIA, id="user:2")


class Undone(Exception):
    """What makes a transaction be rolled back."""


def sealed(*events: str) -> Sequence[SealedMail]:
    return [SealedMail(mail=look_up_mail(event), sealed_facts=b"sealed") for event in events]


def test_mails_are_added_by_one_statement_and_each_event_once(
    target_database: Database, statements: SingleStatements
) -> None:
    added = []
    for events in (["e1", "e2"], ["e2", "e3", "e3"], []):
        with target_database.transaction() as connection:
            added.append(add_mails(connection, sealed(*events), READ_AT))

    assert added == [2, 1, 0]
    claimed = PostgresOutbox(statements).claim(10, READ_AT)
    assert {(mail.recipient, bytes(mail.sealed_facts), mail.kind) for mail in claimed} == {
        (MARIA, b"sealed", look_up_mail().kind)
    }


def test_a_transaction_that_is_undone_leaves_no_mail(target_database: Database, statements: SingleStatements) -> None:
    def add_and_fail(connection: Connection) -> None:
        add_mails(connection, sealed("e1"), READ_AT)
        raise Undone

    with pytest.raises(Undone):
        target_database.run(add_and_fail)

    assert PostgresOutbox(statements).page(None, None, 10) == []


def test_transactions_that_add_the_same_mails_in_other_orders_never_deadlock(
    target_database: Database, statements: SingleStatements
) -> None:
    events = [f"e{number}" for number in range(200)]

    def add(turn: int) -> int:
        with target_database.transaction() as connection:
            return add_mails(connection, sealed(*(events if turn % 2 else reversed(events))), READ_AT)

    with ThreadPoolExecutor(4) as pool:
        added = list(pool.map(add, range(8)))

    assert sum(added) == len(PostgresOutbox(statements).page(None, None, 500)) == 200


def test_only_known_enabled_and_subscribed_recipients_get_mails_about_look_ups(
    target_database: Database, statements: SingleStatements
) -> None:
    book = PostgresRecipientBook(statements)
    people = [replace(MARIA, id=f"user:{number}") for number in range(4)]
    for number, each in enumerate(people):
        book.keep(each, disabled=number == 1)
    book.unsubscribe(people[2].id, READ_AT)

    with target_database.transaction() as connection:
        found = subscribed_recipients(connection, [each.id for each in people[:3]] + ["user:0", "user:none"])

    assert found == {"user:0": people[0]}
