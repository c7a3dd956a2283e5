"""The attempt log in MongoDB: one document an attempt, removed by a TTL index when its life is over."""

from collections.abc import Sequence
from threading import Lock
from typing import Any

import pymongo
from pydantic import SecretStr
from pymongo import IndexModel, MongoClient
from pymongo.collection import Collection
from pymongo.errors import BulkWriteError, PyMongoError

from esteira.consumer.attempt_documents import AttemptDocument
from esteira.core.errors import AttemptLogUnavailable, BadSettings

COLLECTION = "attempts"
DEFAULT_DATABASE = "esteira"
PATIENCE_SECONDS = 1.0
"""For an answer at all: a log that is gone or hangs must not hold up orders (R7 step 3)."""
PATIENCE_SECONDS_PER_DOCUMENT = 0.004
"""More for a log that has just answered: giving up on a slow one would only write everything twice."""

DUPLICATE_KEY = 11000

INDEXES = [
    # The server looks once a minute, so a reader must leave out what has expired by itself.
    IndexModel([("expireAt", pymongo.ASCENDING)], name="expire", expireAfterSeconds=0),
    IndexModel([("message_id", pymongo.ASCENDING), ("processed_at", pymongo.ASCENDING)], name="history"),
]


def attempts_collection(url: SecretStr, **options: Any) -> Collection[Any]:
    """The collection of attempt documents, in the database that the URL's path names. Connects at first use."""
    try:
        client: MongoClient[Any] = MongoClient(url.get_secret_value(), tz_aware=True, connect=False, **options)
        return client.get_default_database(DEFAULT_DATABASE)[COLLECTION]
    except PyMongoError as error:
        raise BadSettings(f"ESTEIRA_MONGO_URL cannot be understood ({type(error).__name__}).") from None


class MongoAttemptLog:
    """The port `AttemptLog`. Indexes are seen to once a process, before its first document."""

    def __init__(self, collection: Collection[Any]) -> None:
        self._collection = collection
        self._indexing = Lock()
        self._indexed = False

    def record(self, documents: Sequence[AttemptDocument]) -> None:
        """See `AttemptLog.record`."""
        try:
            with pymongo.timeout(PATIENCE_SECONDS):
                self._collection.database.command("ping")
            with pymongo.timeout(PATIENCE_SECONDS + PATIENCE_SECONDS_PER_DOCUMENT * len(documents)):
                self._ensure_indexes()
                self._collection.insert_many(documents, ordered=False)
        except BulkWriteError as error:
            _let_duplicates_pass(error)
        except PyMongoError as error:
            raise AttemptLogUnavailable(f"({type(error).__name__}: {str(error)[:200]})") from error

    def _ensure_indexes(self) -> None:
        with self._indexing:
            if not self._indexed:
                self._collection.create_indexes(INDEXES)
                self._indexed = True


def _let_duplicates_pass(error: BulkWriteError) -> None:
    """A document that is there already was written by an earlier try of the same attempt."""
    details = error.details or {}
    others = [one for one in details.get("writeErrors", ()) if one["code"] != DUPLICATE_KEY]
    if others or details.get("writeConcernErrors"):
        raise AttemptLogUnavailable(f"({len(others)} documents refused)") from error
