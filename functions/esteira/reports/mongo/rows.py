"""Rows of a collection of which documents are only added, and removed when they expire."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pymongo
from pymongo.collection import Collection

from esteira.core.errors import Unavailable
from esteira.core.mongo import answers_within
from esteira.reports.files.report_file import Row
from esteira.reports.ports import Rows
from esteira.reports.report import RowQuery

PORTION_ROWS = 2000
REACH_SECONDS = 3.0
COUNT_SECONDS = 120.0
PORTION_SECONDS = 30.0
STAYS = timedelta(hours=2)
"""Documents that expire within this time are left out: the server could remove them while they are read."""


@dataclass(frozen=True, kw_only=True)
class MongoRows:
    """The port `RowSource`.

    `chosen` returns the query of MongoDB: nothing that happened after the report was asked for, so that what is counted
    is what is read. A document that arrives late can still differ: then the writer begins again. `order`: a field with
    an index, in which documents are in the order of time.
    """

    collection: Collection[Any]
    columns: Sequence[str]
    chosen: Callable[[RowQuery], Mapping[str, Any]]
    order: str
    row: Callable[[Mapping[str, Any]], Row]
    unavailable: type[Unavailable]

    @contextmanager
    def opened(self, query: RowQuery) -> Iterator[Rows]:
        """See `RowSource.opened`."""
        wanted = self.chosen(query)
        with answers_within(REACH_SECONDS, self.unavailable):
            self.collection.database.command("ping")
        with answers_within(COUNT_SECONDS, self.unavailable):
            count = self.collection.count_documents(wanted)
        cursor = self.collection.find(wanted, batch_size=PORTION_ROWS).sort([(self.order, pymongo.ASCENDING)])
        with cursor:
            yield Rows(columns=self.columns, count=count, portions=self._portions(cursor))

    def _portions(self, cursor: Any) -> Iterator[Sequence[Row]]:
        while True:
            with answers_within(PORTION_SECONDS, self.unavailable):
                portion = [self.row(document) for _, document in zip(range(PORTION_ROWS), cursor, strict=False)]
            if not portion:
                return
            yield portion


def between(query: RowQuery, filters: Any) -> dict[str, Any]:
    """Return the bounds of the time at which rows happened."""
    until = min(filters.until, query.read_until) if filters.until else query.read_until
    return {"$lt": until, **({"$gte": filters.since} if filters.since else {})}


def given(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that must be equal: those that are given. No value of a model is an operator."""
    return {name: {"$eq": value} for name, value in fields.items() if value is not None}
