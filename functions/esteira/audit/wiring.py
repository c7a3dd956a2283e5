"""Builds the dependencies of the audit log on a database that another wiring has opened."""

from typing import Any

from pymongo.database import Database

from esteira.audit.mongo.account_events import move_account_events
from esteira.audit.mongo.audit_store import MongoAuditStore
from esteira.audit.mongo.collections import create_audit_indexes
from esteira.audit.record_entry import AuditDeps
from esteira.core.clock import utc_now
from esteira.core.reporting.wiring import report


def audit_deps(database: Database[Any]) -> AuditDeps:
    """For `record_entry`; its store is for `list_entries`. Connects at the first use."""
    return AuditDeps(store=MongoAuditStore(database), report=report, clock=utc_now)


def prepare_audit_log(database: Database[Any]) -> None:
    """Create missing indexes, and take over what was recorded before. Raises `AuditLogUnavailable`."""
    create_audit_indexes(database)
    move_account_events(database)
