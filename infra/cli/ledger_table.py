"""The ledger as a table: a row a source, a column a state."""

from esteira.reconciliation.ledger import Ledger, SourceLedger

from infra.cli.tables import WholeTable

COLUMNS = ("source", "not read", "moving", "dead", "rejected", "persisted")


def ledger_table(ledger: Ledger) -> WholeTable:
    """Return a table of all sources and their sum. The caption splits the moving rows by state."""
    table = WholeTable()
    for column in COLUMNS:
        table.add_column(column, justify="left" if column == "source" else "right")
    for name, source in ledger.sources.items():
        table.add_row(name, *_cells(source))
    states = ledger.states
    moving = states.moving + ledger.residual
    total = (states.not_read, moving, states.dead, states.rejected, states.persisted)
    table.add_row("all", *map(str, total), style="bold")
    table.caption = (
        f"moving: {states.queued} queued, {states.in_flight} in flight, {states.retrying} retrying; "
        f"residual: {ledger.residual}"
    )
    return table


def _cells(source: SourceLedger) -> tuple[str, ...]:
    counts = (source.not_read, source.moving, source.dead, source.rejected, source.persisted)
    return tuple(map(str, counts))
