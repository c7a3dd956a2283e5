"""Contract of `AttemptHistory`: memory, MongoDB and the outbox in Postgres."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from esteira.consumer.attempt_documents import AttemptDocument, attempt_document
from esteira.consumer.attempts import ended_attempt
from esteira.consumer.mongo import MongoAttemptLog, attempts_collection
from esteira.consumer.outcomes import SUCCEEDED, FailureKind
from esteira.consumer.postgres.attempt_outbox import PostgresAttemptOutbox
from esteira.core.errors import AttemptLogUnavailable
from esteira.reconciliation.memory.history import MemoryAttemptHistory
from esteira.reconciliation.mongo import MongoAttemptHistory
from esteira.reconciliation.ports import AttemptHistory
from esteira.reconciliation.postgres.waiting_attempts import PostgresWaitingAttempts
from pydantic import SecretStr

from tests.fixtures.messages import order, parsed_message

NOW = datetime.now(UTC).replace(microsecond=0)

Keep = Callable[[AttemptDocument], None]


def document(source_id: int = 1, *, attempt: int = 1, life: timedelta = timedelta(days=1)) -> AttemptDocument:
    ended = ended_attempt(parsed_message(order(source_id), attempt=attempt), SUCCEEDED)
    return attempt_document(ended, lane="orders", processed_at=NOW, life=life)


@contextmanager
def in_mongo(url: str) -> Iterator[tuple[AttemptHistory, Keep]]:
    collection = attempts_collection(SecretStr(url))
    yield MongoAttemptHistory(collection), lambda kept: MongoAttemptLog(collection).record([kept])
    collection.database.client.close()


@pytest.fixture(params=["memory", "mongo", "outbox"])
def setup(request: pytest.FixtureRequest) -> Iterator[tuple[AttemptHistory, Keep]]:
    if request.param == "memory":
        twin = MemoryAttemptHistory()
        yield twin, twin.documents.append
    elif request.param == "mongo":
        with in_mongo(request.getfixturevalue("own_mongo_url")) as created:
            yield created
    else:
        database = request.getfixturevalue("target_database")
        yield PostgresWaitingAttempts(database), lambda kept: PostgresAttemptOutbox(database).keep([kept])


def test_the_attempts_of_one_message_are_found_as_they_were_written(setup: tuple[AttemptHistory, Keep]) -> None:
    history, keep = setup
    written = document(1)
    keep(written)
    keep(document(2))

    assert history.of_message(written["message_id"], now=NOW) == [written]


def test_a_message_without_attempts_has_an_empty_history(setup: tuple[AttemptHistory, Keep]) -> None:
    history, _ = setup

    assert history.of_message("unknown", now=NOW) == []


def test_expired_attempts_are_not_found_even_if_not_yet_deleted(setup: tuple[AttemptHistory, Keep]) -> None:
    history, keep = setup
    written = document(life=timedelta(hours=1))
    keep(written)

    found = [history.of_message(written["message_id"], now=NOW + timedelta(hours=after)) for after in (0, 1)]

    assert found == [[written], []]


def test_a_message_is_found_by_the_sqs_id_of_an_attempt_that_has_not_expired(
    setup: tuple[AttemptHistory, Keep],
) -> None:
    history, keep = setup
    written = document(life=timedelta(hours=1))
    keep(written)
    keep(document(2))
    sqs_id = written["sqs_message_id"]

    found = [history.message_received_as(sqs_id, now=NOW + timedelta(hours=after)) for after in (0, 1)]

    assert found == [written["message_id"], None]
    assert [history.message_received_as(each, now=NOW) for each in (sqs_id[:-1], f"{sqs_id}:", "")] == [None] * 3


def test_it_tells_which_messages_a_consumer_attempted(setup: tuple[AttemptHistory, Keep]) -> None:
    history, keep = setup
    attempted, unattempted = document(1, attempt=3), document(2, attempt=5)
    keep(attempted)
    known = [attempted["sqs_message_id"], unattempted["sqs_message_id"]]

    assert history.attempted(known) == {attempted["sqs_message_id"]}


def test_a_document_that_says_nobody_tried_is_no_attempt(own_mongo_url: str) -> None:
    with in_mongo(own_mongo_url) as (history, keep):
        written = document(1, attempt=5)
        written["error"] = {"kind": FailureKind.UNATTEMPTED.value, "sentence": "none"}
        keep(written)

        assert history.attempted([written["sqs_message_id"]]) == frozenset()


def test_an_unreachable_log_raises_attempt_log_unavailable() -> None:
    unreachable = attempts_collection(SecretStr("mongodb://127.0.0.1:1/esteira"), serverSelectionTimeoutMS=100)

    with unreachable.database.client, pytest.raises(AttemptLogUnavailable):
        MongoAttemptHistory(unreachable).of_message("any", now=NOW)
    with unreachable.database.client, pytest.raises(AttemptLogUnavailable):
        MongoAttemptHistory(unreachable).message_received_as("any", now=NOW)
