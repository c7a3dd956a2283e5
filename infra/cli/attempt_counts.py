"""How many attempts were logged."""

from datetime import datetime

from esteira.adapters.mongo.attempt_log import attempts_collection
from esteira.errors import AttemptLogUnavailable
from pydantic import SecretStr
from pymongo.errors import PyMongoError


def count_attempts(mongo_url: SecretStr, source: str, *, since: datetime) -> int:
    """Attempts of a source's orders that ended since then. Raises `AttemptLogUnavailable`."""
    query = {"lane": "orders", "origin.source": source, "processed_at": {"$gte": since}}
    try:
        return attempts_collection(mongo_url).count_documents(query)
    except PyMongoError as error:
        raise AttemptLogUnavailable(f"({type(error).__name__})") from error
