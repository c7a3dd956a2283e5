"""Rows of the audit log."""

from collections.abc import Mapping
from typing import Any

from pymongo.database import Database

from esteira.audit.mongo.collections import COLLECTION
from esteira.core.errors import AuditLogUnavailable
from esteira.reports.files.report_file import Row
from esteira.reports.filters import AuditFilters
from esteira.reports.mongo.rows import STAYS, MongoRows, between, given
from esteira.reports.report import RowQuery

COLUMNS = (
    *("at", "by_id", "by_name", "role", "action", "subject", "outcome", "reason", "address"),
    *("before", "after"),
)
ID_FORMS = ("user:", "machine:", "cli:")
"""How the ids of principals begin; anything else is a name."""


def audit_rows(database: Database[Any]) -> MongoRows:
    """Return the source of entries, whose ids are in the order of time."""
    return MongoRows(
        collection=database[COLLECTION],
        columns=COLUMNS,
        chosen=_chosen,
        order="_id",
        row=_row,
        unavailable=AuditLogUnavailable,
    )


def _chosen(query: RowQuery) -> dict[str, Any]:
    filters = AuditFilters.model_validate(query.filters)
    by, action = filters.by or "", filters.action or ""
    return {
        "at": between(query, filters),
        "expires_at": {"$gt": query.read_until + STAYS},
        **given(
            {
                "by_id" if by.startswith(ID_FORMS) else "by_name": filters.by,
                "action" if "." in action or " " in action else "topic": filters.action,
                "outcome": filters.outcome,
            }
        ),
    }


def _row(document: Mapping[str, Any]) -> Row:
    return tuple(document[column] for column in COLUMNS)
