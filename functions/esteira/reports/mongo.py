"""Rows of the attempt log."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pymongo
from pymongo.collection import Collection

from esteira.core.errors import AttemptLogUnavailable
from esteira.core.mongo import answers_within
from esteira.reports.files.report_file import Cell, Row
from esteira.reports.filters import AttemptFilters
from esteira.reports.ports import Rows
from esteira.reports.report import RowQuery

PORTION_ROWS = 2000
REACH_SECONDS = 3.0
COUNT_SECONDS = 120.0
PORTION_SECONDS = 30.0
STAYS = timedelta(hours=2)
"""Documents that expire within this time are left out: the server could remove them while they are read."""

COLUMNS = (
    *("message_id", "sqs_message_id", "lane", "attempt", "status", "error_kind", "error", "source", "source_id"),
    *("attempts_needed", "data", "processed_at"),
)


class MongoAttemptRows:
    """The port `RowSource`.

    Nothing that was processed after the report was asked for is read, so that what is counted is what is read. A
    document that arrives late, from the outbox, can still differ: then the writer begins again.
    """

    def __init__(self, collection: Collection[Any]) -> None:
        self._collection = collection

    @contextmanager
    def opened(self, query: RowQuery) -> Iterator[Rows]:
        """See `RowSource.opened`."""
        wanted = _filter(query)
        with answers_within(REACH_SECONDS, AttemptLogUnavailable):
            self._collection.database.command("ping")
        with answers_within(COUNT_SECONDS, AttemptLogUnavailable):
            count = self._collection.count_documents(wanted)
        # By the index `expire`: the order in which attempts were processed, as long as their life is not changed.
        cursor = self._collection.find(wanted, batch_size=PORTION_ROWS).sort([("expireAt", pymongo.ASCENDING)])
        with cursor:
            yield Rows(columns=COLUMNS, count=count, portions=_portions(cursor))


def _filter(query: RowQuery) -> dict[str, Any]:
    """Return the question to MongoDB. Values come from a model, in which none of them can be an operator."""
    filters = AttemptFilters.model_validate(query.filters)
    until = min(filters.until, query.read_until) if filters.until else query.read_until
    equal = {"lane": filters.lane, "status": filters.status and filters.status.value, "origin.source": filters.source}
    return {
        "processed_at": {"$lt": until, **({"$gte": filters.since} if filters.since else {})},
        "expireAt": {"$gt": query.read_until + STAYS},
        **{name: value for name, value in equal.items() if value is not None},
    }


def _portions(cursor: Any) -> Iterator[Sequence[Row]]:
    while True:
        with answers_within(PORTION_SECONDS, AttemptLogUnavailable):
            portion = [_row(document) for _, document in zip(range(PORTION_ROWS), cursor, strict=False)]
        if not portion:
            return
        yield portion


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
