"""Rows of the attempt log."""

import json
from collections.abc import Mapping
from typing import Any

from pymongo.collection import Collection

from esteira.core.errors import AttemptLogUnavailable
from esteira.reports.files.report_file import Cell, Row
from esteira.reports.filters import AttemptFilters
from esteira.reports.mongo.rows import STAYS, MongoRows, between, given
from esteira.reports.report import RowQuery

COLUMNS = (
    *("message_id", "sqs_message_id", "lane", "attempt", "status", "error_kind", "error", "source", "source_id"),
    *("attempts_needed", "data", "processed_at"),
)


def attempt_rows(collection: Collection[Any]) -> MongoRows:
    """Return the source of attempts. Documents that come late are those of the outbox."""
    return MongoRows(
        collection=collection,
        columns=COLUMNS,
        chosen=_chosen,
        # The index of their expiry: the order in which they were processed, as long as their life is not changed.
        order="expireAt",
        row=_row,
        unavailable=AttemptLogUnavailable,
    )


def _chosen(query: RowQuery) -> dict[str, Any]:
    filters = AttemptFilters.model_validate(query.filters)
    status = filters.status.value if filters.status else None
    return {
        "processed_at": between(query, filters),
        "expireAt": {"$gt": query.read_until + STAYS},
        **given({"lane": filters.lane, "status": status, "origin.source": filters.source}),
    }


def _row(document: Mapping[str, Any]) -> Row:
    error, origin = document["error"] or {}, document["origin"] or {}
    source_id = origin.get("source_id")
    return (
        document["message_id"],
        document["sqs_message_id"],
        document["lane"],
        document["attempt"],
        document["status"],
        error.get("kind"),
        error.get("sentence"),
        origin.get("source"),
        None if source_id is None else str(source_id),
        document.get("attempts_needed"),
        _data(document["data"]),
        document["processed_at"],
    )


def _data(data: Mapping[str, Any] | str) -> Cell:
    return data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
