"""Read the attempt log in MongoDB."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from pymongo.collection import Collection
from pymongo.errors import PyMongoError

from esteira.consumer.attempt_documents import AttemptDocument
from esteira.consumer.attempts import attempt_id
from esteira.consumer.outcomes import FailureKind
from esteira.core.errors import AttemptLogUnavailable
from esteira.core.messages import MAX_RECEIVES


class MongoAttemptHistory:
    """The ports `AttemptHistory` and `AttemptCounts` over the collection of attempts."""

    def __init__(self, collection: Collection[Any]) -> None:
        self._collection = collection

    def of_message(self, message_id: str, *, now: datetime) -> Sequence[AttemptDocument]:
        """See `AttemptHistory.of_message`. Filters by expiry: MongoDB removes expired documents only once a minute."""
        try:
            found = self._collection.find({"message_id": {"$eq": message_id}, "expireAt": {"$gt": now}})
            return cast("list[AttemptDocument]", list(found))
        except PyMongoError as error:
            raise AttemptLogUnavailable(f"({type(error).__name__})") from error

    def message_received_as(self, sqs_id: str, *, now: datetime) -> str | None:
        """See `AttemptHistory.message_received_as`. An `_id` begins with the SQS id and `:`, so its index is used."""
        try:
            received = {"_id": {"$gte": f"{sqs_id}:", "$lt": f"{sqs_id};"}, "expireAt": {"$gt": now}}
            found = self._collection.find_one(received, {"message_id": 1})
            return cast("str", found["message_id"]) if found else None
        except PyMongoError as error:
            raise AttemptLogUnavailable(f"({type(error).__name__})") from error

    def attempted(self, sqs_message_ids: Sequence[str]) -> frozenset[str]:
        """See `AttemptHistory.attempted`. By `_id`, which is indexed."""
        numbers = range(1, MAX_RECEIVES + 1)
        ids = [attempt_id(sqs_message_id, number) for sqs_message_id in sqs_message_ids for number in numbers]
        try:
            found = self._collection.find({"_id": {"$in": ids}, "error.kind": {"$ne": str(FailureKind.UNATTEMPTED)}})
            return frozenset(document["sqs_message_id"] for document in found)
        except PyMongoError as error:
            raise AttemptLogUnavailable(f"({type(error).__name__})") from error

    def count_by_source(self, *, since: datetime) -> Mapping[str, int]:
        """See `AttemptCounts.count_by_source`."""
        recent = {"processed_at": {"$gte": since}, "origin.source": {"$ne": None}}
        by_source = {"_id": "$origin.source", "count": {"$sum": 1}}
        try:
            found = self._collection.aggregate([{"$match": recent}, {"$group": by_source}])
            return {group["_id"]: group["count"] for group in found}
        except PyMongoError as error:
            raise AttemptLogUnavailable(f"({type(error).__name__})") from error
