"""The ledger as a table: a row a source, a column a state."""

from esteira.reconciliation.ledger import Ledger, SourceLedger

from infra.cli.tables import WholeTable

COLUMNS = ("source", "not read", "moving", "lost", "dead", "conflict", "rejected", "persisted")
UNKNOWN = "?"
"""Some of a source's moving rows are lost, but the queue does not tell of which source."""


def ledger_table(ledger: Ledger) -> WholeTable:
    """Return a table of all sources and their sum. The caption splits the moving rows by state."""
    table = WholeTable()
    for column in COLUMNS:
        table.add_column(column, justify="left" if column == "source" else "right")
    for name, source in ledger.sources.items():
        table.add_row(name, *_cells(source, ledger.lost_by_source[name]))
    states = ledger.states
    finals = (states.dead, states.conflict, states.rejected, states.persisted)
    table.add_row("all", *map(str, (states.not_read, states.moving, ledger.residual, *finals)), style="bold")
    table.caption = f"moving: {states.queued} queued, {states.in_flight} in flight, {states.retrying} retrying"
    return table


def _cells(source: SourceLedger, lost: int | None) -> tuple[str, ...]:
    moving = (UNKNOWN, UNKNOWN) if lost is None else (str(source.moving - lost), str(lost))
    finals = (source.dead, source.conflict, source.rejected, source.persisted)
    if source.fault:
        return (UNKNOWN, UNKNOWN, UNKNOWN, *map(str, finals))
    return (str(source.not_read), *moving, *map(str, finals))
