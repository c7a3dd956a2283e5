"""The attempt log in MongoDB: one document for each attempt, removed by a TTL index when it expires."""

from collections.abc import Sequence
from threading import Lock
from typing import Any

import pymongo
from pydantic import SecretStr
from pymongo import IndexModel
from pymongo.collection import Collection
from pymongo.errors import BulkWriteError, PyMongoError

from esteira.consumer.attempt_documents import AttemptDocument
from esteira.core.errors import AttemptLogUnavailable
from esteira.core.mongo import DUPLICATE_KEY, mongo_database

COLLECTION = "attempts"
TIMEOUT_SECONDS = 1.0
"""Timeout of the first reply: a log that is down or hangs must not delay orders (R7 step 3)."""
TIMEOUT_SECONDS_PER_DOCUMENT = 0.004
"""Added for each document once the log has replied: giving up on a slow one would only write everything twice."""

INDEXES = [
    # The server deletes once a minute, so readers must filter expired documents themselves.
    IndexModel([("expireAt", pymongo.ASCENDING)], name="expire", expireAfterSeconds=0),
    IndexModel([("message_id", pymongo.ASCENDING), ("processed_at", pymongo.ASCENDING)], name="history"),
]


def attempts_collection(url: SecretStr, **options: Any) -> Collection[Any]:
    """Return the collection of attempts, in the database that the URL's path names. Connects at first use."""
    return mongo_database(url, **options)[COLLECTION]


class MongoAttemptLog:
    """The port `AttemptLog`. Creates missing indexes once a process, before its first document."""

    def __init__(self, collection: Collection[Any]) -> None:
        self._collection = collection
        self._indexing = Lock()
        self._indexed = False

    def record(self, documents: Sequence[AttemptDocument]) -> None:
        """See `AttemptLog.record`."""
        try:
            with pymongo.timeout(TIMEOUT_SECONDS):
                self._collection.database.command("ping")
            with pymongo.timeout(TIMEOUT_SECONDS + TIMEOUT_SECONDS_PER_DOCUMENT * len(documents)):
                self._ensure_indexes()
                self._collection.insert_many(documents, ordered=False)
        except BulkWriteError as error:
            _ignore_duplicates(error)
        except PyMongoError as error:
            raise AttemptLogUnavailable(f"({type(error).__name__}: {str(error)[:200]})") from error

    def _ensure_indexes(self) -> None:
        with self._indexing:
            if not self._indexed:
                self._collection.create_indexes(INDEXES)
                self._indexed = True


def _ignore_duplicates(error: BulkWriteError) -> None:
    """Raise `AttemptLogUnavailable` unless all errors are duplicate keys: documents written by an earlier try."""
    details = error.details or {}
    refused = [item for item in details.get("writeErrors", ()) if item["code"] != DUPLICATE_KEY]
    if refused or details.get("writeConcernErrors"):
        raise AttemptLogUnavailable(f"({len(refused)} documents refused)") from error
