"""Contracts of `AttemptLog` (memory, MongoDB) and `AttemptOutbox` (memory, Postgres)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import pytest
from esteira.consumer.attempt_documents import AttemptDocument, attempt_document
from esteira.consumer.attempts import ended_attempt
from esteira.consumer.memory import MemoryAttemptLog, MemoryAttemptOutbox
from esteira.consumer.mongo import MongoAttemptLog, attempts_collection
from esteira.consumer.outcomes import SUCCEEDED
from esteira.consumer.ports import AttemptLog, AttemptOutbox
from esteira.consumer.postgres.attempt_outbox import PostgresAttemptOutbox
from esteira.consumer.relay_attempts import relay_attempts
from esteira.core.errors import AttemptLogUnavailable, BadSettings
from esteira.core.postgres.database import Database
from pydantic import SecretStr
from pymongo.collection import Collection

from tests.fixtures.messages import order, parsed_message

NOW = datetime(2026, 7, 1, 13, tzinfo=UTC)


def documents(count: int) -> list[AttemptDocument]:
    attempts = [ended_attempt(parsed_message(order(n + 1)), SUCCEEDED) for n in range(count)]
    return [attempt_document(attempt, lane="orders", processed_at=NOW, life=timedelta(days=7)) for attempt in attempts]


class LogSetup(Protocol):
    """A log, and the ids of its documents."""

    @property
    def log(self) -> AttemptLog: ...

    def ids(self) -> list[str]:
        """Return the documents' ids."""


class MemoryLogSetup:
    def __init__(self) -> None:
        self.log = MemoryAttemptLog()

    def ids(self) -> list[str]:
        return list(self.log.documents)


class MongoLogSetup:
    def __init__(self, collection: Collection[Any]) -> None:
        self.collection = collection
        self.log = MongoAttemptLog(collection)

    def ids(self) -> list[str]:
        return [document["_id"] for document in self.collection.find()]


@pytest.fixture
def collection(own_mongo_url: str) -> Iterator[Collection[Any]]:
    collection = attempts_collection(SecretStr(own_mongo_url))
    yield collection
    collection.database.client.close()


@pytest.fixture(params=["memory", "mongo"])
def setup(request: pytest.FixtureRequest) -> LogSetup:
    return MemoryLogSetup() if request.param == "memory" else MongoLogSetup(request.getfixturevalue("collection"))


@pytest.fixture
def in_postgres(target_database: Database) -> PostgresAttemptOutbox:
    return PostgresAttemptOutbox(target_database)


@pytest.fixture(params=["memory", "postgres"])
def outbox(request: pytest.FixtureRequest) -> AttemptOutbox:
    if request.param == "memory":
        return MemoryAttemptOutbox()
    waiting: AttemptOutbox = request.getfixturevalue("in_postgres")
    return waiting


def take(outbox: AttemptOutbox, limit: int = 100) -> list[AttemptDocument]:
    with outbox.take(limit) as waiting:
        return list(waiting)


def test_the_log_stores_all_documents(setup: LogSetup) -> None:
    written = documents(3)

    setup.log.record(written)

    assert sorted(setup.ids()) == sorted(document["_id"] for document in written)


def test_a_document_written_twice_is_stored_once(setup: LogSetup) -> None:
    first, second = documents(2)
    setup.log.record([first])

    setup.log.record([first, second])

    assert sorted(setup.ids()) == sorted([first["_id"], second["_id"]])


def test_a_document_reads_back_as_it_was_written(collection: Collection[Any]) -> None:
    (written,) = documents(1)

    MongoAttemptLog(collection).record([written])

    assert collection.find_one() == written


def test_the_log_has_a_ttl_index_and_one_for_histories(collection: Collection[Any]) -> None:
    MongoAttemptLog(collection).record(documents(1))

    indexes = collection.index_information()

    assert indexes["expire"]["key"] == [("expireAt", 1)]
    assert indexes["expire"]["expireAfterSeconds"] == 0
    assert indexes["history"]["key"] == [("message_id", 1), ("processed_at", 1)]


def test_an_unreachable_log_fails_within_its_timeout() -> None:
    unreachable = attempts_collection(SecretStr("mongodb://esteira:s3cret@127.0.0.1:1/esteira"))

    with pytest.raises(AttemptLogUnavailable, match="ESTEIRA_MONGO_URL") as caught:
        MongoAttemptLog(unreachable).record(documents(1))

    unreachable.database.client.close()
    assert "s3cret" not in str(caught.value)


def test_an_invalid_url_is_reported_with_its_setting() -> None:
    with pytest.raises(BadSettings, match="ESTEIRA_MONGO_URL"):
        attempts_collection(SecretStr("mongodb://not:a:url@host"))


def test_the_outbox_stores_documents_unchanged_and_once(outbox: AttemptOutbox) -> None:
    written = documents(3)

    outbox.keep(written)
    outbox.keep(written)

    assert sorted(take(outbox), key=_id) == sorted(written, key=_id)


def test_taken_documents_are_deleted(outbox: AttemptOutbox) -> None:
    outbox.keep(documents(3))

    first, rest = take(outbox, 2), take(outbox)

    assert (len(first), len(rest), take(outbox)) == (2, 1, [])


def test_documents_that_were_not_delivered_stay_in_the_outbox(outbox: AttemptOutbox) -> None:
    outbox.keep(documents(3))

    with pytest.raises(AttemptLogUnavailable), outbox.take(2):
        raise AttemptLogUnavailable

    assert len(take(outbox)) == 3


def test_large_documents_are_taken_a_few_at_a_time(in_postgres: PostgresAttemptOutbox) -> None:
    large = documents(30)
    for document in large:
        document["data"] = "m" * 900_000
    in_postgres.keep(large)

    taken = []
    while some := take(in_postgres, 500):
        taken.append(len(some))

    assert (sum(taken), max(taken)) == (30, 10)


def test_two_relays_never_hold_the_same_document(in_postgres: PostgresAttemptOutbox) -> None:
    in_postgres.keep(documents(3))

    with in_postgres.take(2) as first, in_postgres.take(3) as second:
        together = sorted([*first, *second], key=_id)

    assert (len(first), len(second)) == (2, 1)
    assert len({_id(document) for document in together}) == 3


def test_the_relay_moves_everything_from_the_outbox_to_the_log(
    in_postgres: PostgresAttemptOutbox, collection: Collection[Any]
) -> None:
    written = documents(1200)
    in_postgres.keep(written)

    delivered = relay_attempts(MongoAttemptLog(collection), in_postgres, remaining_seconds=lambda: 30)

    assert delivered == 1200
    assert sorted(collection.find(), key=_id) == sorted(written, key=_id)
    assert take(in_postgres) == []


def test_the_relay_moves_nothing_while_the_log_is_down() -> None:
    log, outbox = MemoryAttemptLog(), MemoryAttemptOutbox()
    outbox.keep(documents(3))
    log.available = False

    delivered = relay_attempts(log, outbox, remaining_seconds=lambda: 30)

    assert (delivered, len(outbox.documents)) == (0, 3)


def test_the_relay_starts_no_chunk_without_time_for_it() -> None:
    log, outbox = MemoryAttemptLog(), MemoryAttemptOutbox()
    outbox.keep(documents(3))

    assert relay_attempts(log, outbox, remaining_seconds=lambda: 4) == 0


def _id(document: AttemptDocument) -> str:
    return document["_id"]
