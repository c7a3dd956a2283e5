"""Count and read what the target knows of every source, for ledger and comparison."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from esteira.core.messages import MAX_RECEIVES
from esteira.core.orders import OrderKey
from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement
from esteira.core.postgres.streams import portions, stream, whole_table
from esteira.reconciliation.balance import Tally, TargetStates
from esteira.reconciliation.comparison import TargetRow


class PostgresTargetLedgerReader:
    """The port `TargetLedgerReader` over the target database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def target_states(self) -> Mapping[str, TargetStates]:
        """See `TargetLedgerReader.target_states`."""
        tallies: dict[str, dict[str, Tally]] = defaultdict(dict)
        for source, state, rows, fingerprint in self._all_rows(
            "reconciliation/count_states", {"dead_at": MAX_RECEIVES}
        ):
            tallies[source][state] = Tally(rows=rows, fingerprint=int(fingerprint))
        return {source: _states(by_state) for source, by_state in tallies.items()}

    def duplicated(self) -> Mapping[str, int]:
        """See `TargetLedgerReader.duplicated`."""
        return dict(self._all_rows("reconciliation/count_duplicated", {}))

    def conflicts(self, limit: int) -> Sequence[OrderKey]:
        """See `TargetLedgerReader.conflicts`."""
        return [OrderKey(*row) for row in self._all_rows("reconciliation/list_conflicts", {"limit": limit})]

    def unattempted(self, limit: int) -> Sequence[OrderKey]:
        """See `TargetLedgerReader.unattempted`."""
        parameters = {"limit": limit, "dead_at": MAX_RECEIVES}
        return [OrderKey(*row) for row in self._all_rows("reconciliation/list_unattempted", parameters)]

    def ids_from(self, source: str, first_id: int) -> Iterator[Sequence[int]]:
        """See `TargetLedgerReader.ids_from`."""
        for rows in portions(self._database, "reconciliation/ids_known_from", {"source": source, "first_id": first_id}):
            yield [row[0] for row in rows]

    def rows(self, source: str) -> Iterator[TargetRow]:
        """See `TargetLedgerReader.rows`."""
        return map(TargetRow._make, stream(self._database, "reconciliation/rows_known_of_source", {"source": source}))

    def _all_rows(self, name: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        with whole_table(self._database) as connection:
            return connection.execute(statement(name), parameters).fetchall()


def _states(tallies: Mapping[str, Tally]) -> TargetStates:
    return states_of(tallies, overlapping=tallies.get("overlapping", Tally()).rows)


def states_of(tallies: Mapping[str, Tally], *, overlapping: int = 0) -> TargetStates:
    """Return the states from tallies in which conflicts are still counted among the persisted rows."""
    all_persisted, conflict, rejected, dead, retrying, unattempted = (
        tallies.get(state, Tally())
        for state in ("persisted", "conflict", "rejected", "dead", "retrying", "unattempted")
    )
    return TargetStates(
        persisted=all_persisted - conflict,
        conflict=conflict,
        rejected=rejected,
        dead=dead,
        retrying=retrying,
        unattempted=unattempted.rows,
        overlapping=overlapping,
    )
