"""Contract of `AttemptHistory`: memory, MongoDB and the outbox in Postgres."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from esteira.consumer.attempt_documents import AttemptDocument, attempt_document
from esteira.consumer.attempts import ended_attempt
from esteira.consumer.mongo import MongoAttemptLog, attempts_collection
from esteira.consumer.outcomes import SUCCEEDED
from esteira.consumer.postgres.attempt_outbox import PostgresAttemptOutbox
from esteira.core.errors import AttemptLogUnavailable
from esteira.reconciliation.memory import MemoryAttemptHistory
from esteira.reconciliation.mongo import MongoAttemptHistory
from esteira.reconciliation.ports import AttemptHistory
from esteira.reconciliation.postgres.waiting_attempts import PostgresWaitingAttempts
from pydantic import SecretStr

from tests.fixtures.messages import order, parsed_message

NOW = datetime.now(UTC).replace(microsecond=0)

Keep = Callable[[AttemptDocument], None]


def document(source_id: int = 1, *, attempt: int = 1, life: timedelta = timedelta(days=1)) -> AttemptDocument:
    made = ended_attempt(parsed_message(order(source_id), attempt=attempt), SUCCEEDED)
    return attempt_document(made, lane="orders", processed_at=NOW, life=life)


@contextmanager
def in_mongo(url: str) -> Iterator[tuple[AttemptHistory, Keep]]:
    collection = attempts_collection(SecretStr(url))
    yield MongoAttemptHistory(collection), lambda one: MongoAttemptLog(collection).record([one])
    collection.database.client.close()


@pytest.fixture(params=["memory", "mongo", "outbox"])
def place(request: pytest.FixtureRequest) -> Iterator[tuple[AttemptHistory, Keep]]:
    if request.param == "memory":
        twin = MemoryAttemptHistory()
        yield twin, twin.documents.append
    elif request.param == "mongo":
        with in_mongo(request.getfixturevalue("own_mongo_url")) as made:
            yield made
    else:
        database = request.getfixturevalue("target_database")
        yield PostgresWaitingAttempts(database), lambda one: PostgresAttemptOutbox(database).keep([one])


def test_the_attempts_of_one_message_are_found_as_they_were_written(place: tuple[AttemptHistory, Keep]) -> None:
    history, keep = place
    written = document(1)
    keep(written)
    keep(document(2))

    assert history.of_message(written["message_id"], now=NOW) == [written]


def test_a_message_without_attempts_has_an_empty_history(place: tuple[AttemptHistory, Keep]) -> None:
    history, _ = place

    assert history.of_message("nobody", now=NOW) == []


def test_what_has_expired_is_not_found_also_if_it_is_still_there(place: tuple[AttemptHistory, Keep]) -> None:
    history, keep = place
    written = document(life=timedelta(hours=1))
    keep(written)

    found = [history.of_message(written["message_id"], now=NOW + timedelta(hours=after)) for after in (0, 1)]

    assert found == [[written], []]


def test_a_log_that_does_not_answer_is_said_to_be_unavailable() -> None:
    nowhere = attempts_collection(SecretStr("mongodb://127.0.0.1:1/esteira"), serverSelectionTimeoutMS=100)

    with nowhere.database.client, pytest.raises(AttemptLogUnavailable):
        MongoAttemptHistory(nowhere).of_message("any", now=NOW)
