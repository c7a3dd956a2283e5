"""What is remembered of a source beside its cursor, so that a source that began anew is told apart (R1)."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256

from esteira.core.identifiers import Id
from esteira.core.orders import Order
from esteira.core.row_dates import date_text

REMEMBERED_ROWS = 5
"""More than one, since the last row handed over may be deleted, for example by a job that archives old orders."""


@dataclass(frozen=True, kw_only=True)
class Marks:
    """Facts that change when rows may disappear and ids may be used again.

    They do not prove it: rewriting a table or a failover changes some of them too.
    """

    table: str
    """The object id of the table: another one after DROP and CREATE, the same after VACUUM FULL or TRUNCATE."""
    sequence: str
    """The file node of the sequence of its ids, which RESTART IDENTITY renews; empty if the ids have no sequence."""
    lsn: Id = field(compare=False)
    """The position in the write-ahead log, which goes back only when an older copy was put back. It always changes."""
    handed_out: Id | None = field(default=None, compare=False)
    """The largest id that the sequence has handed out; None if there is no sequence, or its state cannot be read."""


@dataclass(frozen=True, kw_only=True)
class RememberedRow:
    """A row that was handed over: its id, its transaction's id, its creation time and a hash of its other fields."""

    id: Id
    x: Id
    created_at: str
    fields: str

    @classmethod
    def of(cls, order: Order, x: int) -> "RememberedRow":
        """Return what is remembered of an order."""
        fields = f"{order.product!r} {order.price} {order.security_check}"
        return cls(
            id=order.id,
            x=x,
            created_at=date_text(order.created_at),
            fields=sha256(fields.encode()).hexdigest()[:16],
        )

    def is_same_as(self, other: "RememberedRow") -> bool:
        """Return whether both are one row, which may have been updated in between.

        Only a creation time with a fraction of a second tells an updated row from another one with the same id.
        """
        if (self.id, self.x, self.created_at) != (other.id, other.x, other.created_at):
            return False
        return self.fields == other.fields or "." in self.created_at


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """The marks of a source at its last publish, and the last rows handed over, the latest at the end."""

    marks: Marks
    rows: tuple[RememberedRow, ...] = ()

    def after(self, handed_over: Iterable[RememberedRow]) -> "Evidence":
        """Return the evidence after further rows were handed over."""
        return replace(self, rows=(*self.rows, *handed_over)[-REMEMBERED_ROWS:])

    @property
    def ids(self) -> Sequence[int]:
        """The ids of the remembered rows."""
        return [row.id for row in self.rows]

    def as_text(self) -> str:
        """Return the evidence as it is stored."""
        return json.dumps(asdict(self), separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str | None) -> "Evidence | None":
        """Return the stored evidence, None if an older version stored none."""
        if not text:
            return None
        stored = json.loads(text)
        return cls(marks=Marks(**stored["marks"]), rows=tuple(RememberedRow(**row) for row in stored["rows"]))
