"""The MongoDB database of the settings, and the time limit of its users."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pymongo
from pydantic import SecretStr
from pymongo import MongoClient
from pymongo.database import Database
from pymongo.errors import PyMongoError

from esteira.core.connections.secret import doubt
from esteira.core.errors import BadSettings, Unavailable

DEFAULT_DATABASE = "esteira"
DUPLICATE_KEY = 11000


def mongo_database(url: SecretStr, **options: Any) -> Database[Any]:
    """Return the database that the URL's path names. Connects at first use. Raises `BadSettings`."""
    try:
        client: MongoClient[Any] = MongoClient(url.get_secret_value(), tz_aware=True, connect=False, **options)
        return client.get_default_database(DEFAULT_DATABASE)
    except PyMongoError as error:
        raise BadSettings(f"ESTEIRA_MONGO_URL is not a valid MongoDB URL ({type(error).__name__}).") from None


@contextmanager
def answers_within(seconds: float, unavailable: type[Unavailable]) -> Iterator[None]:
    """Limit the time of all calls of the block together. Raises `unavailable` for every error of the driver."""
    try:
        with pymongo.timeout(seconds):
            yield
    except PyMongoError as error:
        doubt()
        raise unavailable(f"({type(error).__name__}: {str(error)[:200]})") from error
