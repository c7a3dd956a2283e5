"""Wait for the orders to arrive, with a progress bar."""

from esteira.reconciliation.ledger import Ledger
from esteira.reconciliation.read_ledger import LedgerDeps
from esteira.reconciliation.wait_until_settled import Progress, wait_until_settled
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from infra.cli.output import messages


def wait_visibly(ledger_deps: LedgerDeps, *, limit_seconds: float) -> Progress:
    """Return the progress once no order is unread or in motion (`settled`), or after `limit_seconds`."""
    rate = TextColumn("{task.fields[rate]:.0f} orders/s")
    with Bars(
        TextColumn("arriving"), BarColumn(), MofNCompleteColumn(), rate, TimeElapsedColumn(), console=messages
    ) as bars:
        task = bars.add_task("arriving", total=None, rate=0.0)

        def show(progress: Progress) -> None:
            total = progress.finished + _unfinished(progress.ledger)
            bars.update(task, completed=progress.finished, total=total, rate=progress.per_second)

        return wait_until_settled(ledger_deps, limit_seconds=limit_seconds, on_progress=show)


def _unfinished(ledger: Ledger) -> int:
    return ledger.states.not_read + ledger.states.moving + ledger.residual
