"""Tries lately, in MongoDB: one document a key, with the times of the latest tries."""

from datetime import datetime, timedelta
from typing import Any

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from esteira.accounts.mongo.collections import SECONDS
from esteira.core.errors import AccountsUnavailable
from esteira.core.mongo import answers_within


class MongoTryLimiter:
    """The port `TryLimiter`: a sliding window, counted in one command, so that no two take the last try."""

    def __init__(self, database: Database[Any]) -> None:
        self._tries = database["sign_in_tries"]

    def take(self, key: str, limit: int, within: timedelta, now: datetime) -> float | None:
        """See `TryLimiter.take`."""
        # The newest try stands first: if the one at place `limit` is missing or old enough, there is room for another.
        oldest = f"tries.{limit - 1}"
        room = {"_id": key, oldest: {"$not": {"$gt": now - within}}}
        counted = {
            "$push": {"tries": {"$each": [now], "$position": 0, "$slice": limit}},
            "$set": {"expires_at": now + within},
        }
        with answers_within(SECONDS, AccountsUnavailable):
            try:
                self._tries.update_one(room, counted, upsert=True)
            except DuplicateKeyError:
                return self._wait(key, limit, within, now)
        return None

    def forget(self, key: str) -> None:
        """See `TryLimiter.forget`."""
        with answers_within(SECONDS, AccountsUnavailable):
            self._tries.delete_one({"_id": key})

    def _wait(self, key: str, limit: int, within: timedelta, now: datetime) -> float:
        document = self._tries.find_one({"_id": key}) or {}
        tries = document.get("tries", [])
        return (tries[limit - 1] + within - now).total_seconds() if len(tries) >= limit else 0.0
