"""The collection of the audit log with its indexes, which `esteira migrate` and `esteira up` create."""

from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.database import Database

from esteira.core.errors import AuditLogUnavailable
from esteira.core.mongo import answers_within

COLLECTION = "audit_log"

SECONDS = 2.0
"""The time limit of one use of the store."""
INDEX_SECONDS = 30.0

FILTERS = ("by_id", "by_name", "action", "topic", "subject", "outcome")
"""Each has an index with the time, for values that are rare."""

INDEXES = (
    *(IndexModel([(name, ASCENDING), ("at", DESCENDING)], name=name) for name in FILTERS),
    IndexModel([("at", DESCENDING)], name="at"),
    IndexModel([("expires_at", ASCENDING)], name="expire", expireAfterSeconds=0),
)


def create_audit_indexes(database: Database[Any]) -> None:
    """Create the indexes that are missing. Raises `AuditLogUnavailable`."""
    with answers_within(INDEX_SECONDS, AuditLogUnavailable):
        database[COLLECTION].create_indexes(list(INDEXES))
