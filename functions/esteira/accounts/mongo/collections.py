"""The collections of accounts with their indexes, which `esteira migrate` and `esteira up` create."""

from collections.abc import Mapping, Sequence
from typing import Any

from pymongo import ASCENDING, IndexModel
from pymongo.database import Database

from esteira.core.errors import AccountsUnavailable
from esteira.core.mongo import answers_within

SECONDS = 2.0
"""The time limit of one use of a store."""
INDEX_SECONDS = 30.0


def _expires(name: str) -> IndexModel:
    return IndexModel([(name, ASCENDING)], name="expire", expireAfterSeconds=0)


INDEXES: Mapping[str, Sequence[IndexModel]] = {
    "accounts": [
        IndexModel([("email_key", ASCENDING)], name="address", unique=True),
        IndexModel([("role", ASCENDING)], name="role"),
    ],
    "account_codes": [_expires("expires_at")],
    "sessions": [
        IndexModel([("account_id", ASCENDING), ("address", ASCENDING)], name="account"),
        _expires("expires_at"),
    ],
    "refresh_tokens": [IndexModel([("session_id", ASCENDING)], name="session"), _expires("expires_at")],
    "sign_in_tries": [_expires("expires_at")],
    "machine_tokens": [IndexModel([("digest", ASCENDING)], name="digest", unique=True)],
}


def create_account_indexes(database: Database[Any]) -> None:
    """Create the indexes that are missing. Raises `AccountsUnavailable`."""
    with answers_within(INDEX_SECONDS, AccountsUnavailable):
        for name, indexes in INDEXES.items():
            database[name].create_indexes(list(indexes))
