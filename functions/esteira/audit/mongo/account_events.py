"""Moves what was recorded of accounts before there was an audit log (collection `account_events`) into it."""

from collections.abc import Mapping
from typing import Any

from pymongo.database import Database

from esteira.audit.entry import AuditEntry, id_from
from esteira.audit.mongo.audit_store import document_of
from esteira.audit.mongo.collections import COLLECTION, INDEX_SECONDS
from esteira.core.auditing.audited import Outcome
from esteira.core.errors import AuditLogUnavailable
from esteira.core.mongo import answers_within

FORMER = "account_events"


def move_account_events(database: Database[Any]) -> int:
    """Make entries of all events, and delete the events. Returns how many. Raises `AuditLogUnavailable`.

    It may be interrupted and repeated: the same event gives the same entry. Functions that still run the code of
    before may add events meanwhile; the next time moves them.
    """
    with answers_within(INDEX_SECONDS, AuditLogUnavailable):
        events = list(database[FORMER].find())
        for event in events:
            entry = document_of(_entry(event))
            database[COLLECTION].replace_one({"_id": entry["_id"]}, entry, upsert=True)
            database[FORMER].delete_one({"_id": event["_id"]})
    return len(events)


def _entry(event: Mapping[str, Any]) -> AuditEntry:
    return AuditEntry(
        id=f"{id_from(event['at'])}-{str(event['_id'])[-8:]}",
        at=event["at"],
        by_id=event["by"],
        by_name=event["by"],
        role="",
        action=f"account.{event['event']}",
        subject=event["account_id"],
        before=None,
        after=event["details"] or None,
        outcome=Outcome.DONE,
        reason="",
        address="",
    )
