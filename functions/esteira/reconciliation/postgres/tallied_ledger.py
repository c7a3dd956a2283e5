"""Ledger readers that do not count whole tables: fast enough for once a second, the counting ones for once a minute.

The target maintains running tallies of its rows. The rows of a source before a cursor never change, so their count is
cached and only later rows are counted.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock

from esteira.core.messages import MAX_RECEIVES
from esteira.core.names import CursorMode
from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement
from esteira.producer.cursor import Position
from esteira.reconciliation.balance import SourceCount, Tally, TargetStates
from esteira.reconciliation.postgres.source_ledger import PostgresSourceLedgerReader
from esteira.reconciliation.postgres.target_ledger import PostgresTargetLedgerReader, states_of

COUNT_LIFE_SECONDS = 300.0
"""Lifetime of a cached count. Then the whole source is counted again, because counted rows may have been deleted."""


@dataclass(frozen=True, kw_only=True)
class _Counted:
    cursor: Position
    handed_over: Tally
    expires_at: float


class TalliedSourceLedgerReader(PostgresSourceLedgerReader):
    """The port `SourceLedgerReader`. The first count reads the whole table, later ones only the rows added since."""

    def __init__(
        self, database: Database, mode: CursorMode, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(database, mode)
        self._count_since_statement = f"reconciliation/count_source_since_by_{mode}"
        self._reads = database
        self._monotonic = monotonic
        self._lock = Lock()
        self._counted: _Counted | None = None

    def count(self, cursor: Position) -> SourceCount:
        """See `SourceLedgerReader.count`."""
        with self._lock:
            before = self._counted
            if before is None or cursor < before.cursor or self._monotonic() >= before.expires_at:
                count, expires_at = super().count(cursor), self._monotonic() + COUNT_LIFE_SECONDS
            else:
                count, expires_at = self._count_since(before, cursor), before.expires_at
            self._counted = _Counted(cursor=cursor, handed_over=count.handed_over, expires_at=expires_at)
            return count

    def _count_since(self, before: _Counted, cursor: Position) -> SourceCount:
        parameters = {
            "x": str(cursor.x),
            "id": cursor.id,
            "since_x": str(before.cursor.x),
            "since_id": before.cursor.id,
        }
        with self._reads.transaction() as connection:
            ((rows, fingerprint, past, first_past_id),) = connection.execute(
                statement(self._count_since_statement), parameters
            ).fetchall()
        return SourceCount(
            handed_over=before.handed_over + Tally(rows=rows, fingerprint=int(fingerprint)),
            past=past,
            first_past_id=first_past_id,
        )


class TalliedTargetLedgerReader(PostgresTargetLedgerReader):
    """The port `TargetLedgerReader` with `target_states` from running tallies. Rows in two states are not detected."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._reads = database

    def target_states(self) -> Mapping[str, TargetStates]:
        """See `TargetLedgerReader.target_states`. Rows in two states are counted in both, and not as overlapping."""
        tallies: dict[str, dict[str, Tally]] = defaultdict(dict)
        with self._reads.transaction() as connection:
            found = connection.execute(statement("reconciliation/tally_states"), {"dead_at": MAX_RECEIVES}).fetchall()
        for source, state, rows, fingerprint in found:
            tallies[source][state] = Tally(rows=rows, fingerprint=int(fingerprint))
        return {source: states_of(by_state) for source, by_state in tallies.items()}
