"""Previews what handing a range of a source over again would send."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, Field, model_validator

from esteira.core.errors import NotFound, Unprocessable
from esteira.core.numbers import Whole
from esteira.core.orders import MAX_SOURCE_ID, MIN_SOURCE_ID
from esteira.orders.handover import MOST_ROWS, HandoverPreview, RangeCounts, RowKind, kind_of
from esteira.orders.ports import KnownRows
from esteira.producer.cursor import Position
from esteira.producer.ports import OrderTable, Source
from esteira.reconciliation.ports import CursorReader

PORTION_ROWS = 500

Kinds = Mapping[int, RowKind]
"""What each row of a portion is to the target, by its id, in ascending order."""

RowId = Annotated[Whole, Field(ge=MIN_SOURCE_ID, le=MAX_SOURCE_ID)]


class HandoverRange(BaseModel, frozen=True, extra="forbid"):
    """The rows of a source from `first_id` to `last_id`, both included."""

    first_id: RowId
    last_id: RowId

    @model_validator(mode="after")
    def _in_order(self) -> "HandoverRange":
        if self.first_id > self.last_id:
            raise ValueError("first_id must not be above last_id")
        return self


@dataclass(frozen=True, kw_only=True)
class SurveyDeps:
    """What looks at the rows of the sources and at what the target knows of them. `sources` and `tables` by name."""

    sources: Mapping[str, Source]
    tables: Mapping[str, OrderTable]
    cursors: CursorReader
    known_rows: KnownRows


def preview_handover(deps: SurveyDeps, source: str, wanted: HandoverRange) -> HandoverPreview:
    """Return how many rows the range has, by what they are to the target, and how many would be sent. Sends nothing.

    Raises `NotFound` for an unknown source, `Unprocessable` for a range of more than `MOST_ROWS` rows, and the errors
    of source, target and Redis.
    """
    counts = count_range(deps, source, wanted)
    return HandoverPreview(
        source=source,
        first_id=wanted.first_id,
        last_id=wanted.last_id,
        rows=counts.rows,
        new=counts.to_send("new"),
        all=counts.to_send("all"),
        counts=counts,
    )


def count_range(deps: SurveyDeps, source: str, wanted: HandoverRange) -> RangeCounts:
    """Return the rows of a range by kind. Raises as `preview_handover` does."""
    counts = RangeCounts()
    for kinds in portions_of(deps, source, wanted):
        counts += RangeCounts.of(list(kinds.values()))
        if counts.rows > MOST_ROWS:
            raise Unprocessable(f"(the range has more than {MOST_ROWS:,} rows; take a smaller one)")
    return counts


def portions_of(deps: SurveyDeps, source: str, wanted: HandoverRange) -> Iterator[Kinds]:
    """Yield the rows of a range with their kinds, a portion at a time, ascending. Raises `NotFound`."""
    if source not in deps.sources:
        raise NotFound(f"(source; known are: {', '.join(deps.sources)})")
    cursor = deps.cursors.position(source)
    after = wanted.first_id - 1 if wanted.first_id > MIN_SOURCE_ID else None
    while ids := _next_ids(deps.tables[source], after, wanted.last_id):
        yield _kinds(deps, source, ids, cursor)
        after = ids[-1]


def _next_ids(table: OrderTable, after: int | None, last_id: int) -> Sequence[int]:
    found = table.list_after(after, limit=PORTION_ROWS, security_check=None)
    return [order.id for order in found if order.id <= last_id]


def _kinds(deps: SurveyDeps, source: str, ids: Sequence[int], cursor: Position) -> Kinds:
    """Return the kinds of these rows. The target is read before the source, so that a row that was persisted in between
    counts as new, and its copy changes nothing.
    """
    known = deps.known_rows.known(source, ids)
    rows = sorted(deps.sources[source].read_rows(ids), key=lambda row: row.order.id)
    return {row.order.id: kind_of(row, known.get(row.order.id), cursor) for row in rows}
