"""Bodies that are no message are kept in the target, whatever they hold."""

import psycopg
import pytest
from esteira.consumer.postgres.foreign_messages import PostgresForeignMessages
from esteira.core.names import Lane
from esteira.core.postgres.database import Database
from esteira.core.queue.received_message import ReceivedMessage
from esteira.reconciliation.postgres.kept_messages import PostgresKeptMessages

from tests.fixtures.clock import READ_AT

ORDERS: Lane = "orders"


def received(body: str, sqs_message_id: str = "m1") -> ReceivedMessage:
    return ReceivedMessage(body=body, sqs_message_id=sqs_message_id, receipt_handle="r", attempt=1, sent_at=READ_AT)


def kept(database: Database, lane: Lane) -> list[tuple[str, str]]:
    portions = PostgresKeptMessages(database, lane).all()
    letters = [letter.received_message for portion in portions for letter in portion]
    return [(letter.body, letter.sqs_message_id) for letter in letters]


@pytest.mark.parametrize("body", ["", "no order", "\x00", "a\ud800b", "[" * 100_000, "1" * 4301])
def test_a_body_is_given_back_as_it_was(target_database: Database, body: str) -> None:
    PostgresForeignMessages(target_database).keep(ORDERS, [received(body)])

    assert kept(target_database, ORDERS) == [(body, "m1")]
    assert kept(target_database, "payments") == []


def test_copies_of_a_body_are_kept_once_with_the_last_message_id(target_database: Database) -> None:
    foreign_messages = PostgresForeignMessages(target_database)
    foreign_messages.keep(ORDERS, [received("a"), received("a")])
    foreign_messages.keep(ORDERS, [received("a", "m2"), received("b", "m3")])

    assert sorted(kept(target_database, ORDERS)) == [("a", "m2"), ("b", "m3")]


def test_what_is_forgotten_is_only_what_was_named(target_dsn: str, target_database: Database) -> None:
    PostgresForeignMessages(target_database).keep(ORDERS, [received("a"), received("b", "m2")])
    messages = PostgresKeptMessages(target_database, ORDERS)
    (letters,) = messages.all()

    messages.forget_conflicts(letters)
    messages.forget_foreign([letter for letter in letters if letter.received_message.body == "a"])

    with psycopg.connect(target_dsn) as connection:
        assert connection.execute("SELECT sqs_message_id FROM foreign_messages").fetchall() == [("m2",)]
